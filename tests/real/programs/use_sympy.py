from sympy import *
x, y, n = symbols("x y n")
print(expand((x + y) ** 5), factor(x ** 6 - 1), diff(sin(x) * exp(x ** 2), x), integrate(x ** 2 * exp(-x), (x, 0, oo)), solve(x ** 3 - 6 * x ** 2 + 11 * x - 6, x), limit(sin(x) / x, x, 0), series(cos(x), x, 0, 8))
print(simplify(sin(x) ** 2 + cos(x) ** 2), Matrix([[1, 2], [3, 4]]).inv(), Matrix([[2, 0], [0, 3]]).eigenvals(), summation(n ** 2, (n, 1, 10)), factorint(2 ** 64 - 1), prime(100), pi.evalf(50), Rational(3, 7) + Rational(1, 3), latex(Integral(sqrt(x), x)), solve([x + y - 3, x - y - 1], [x, y]))
pprint(Integral(x ** 2 / (1 + y), x), use_unicode=True)
print(integrate(1 / (x ** 4 + 1), x), apart(1 / (x ** 2 - 1)), nsimplify(0.333333333333, rational=True), Poly(x ** 3 + 2 * x + 1).discriminant(), gcd(x ** 2 - 1, x - 1), lambdify(x, x ** 2 + 1)(3))
