import warnings
warnings.simplefilter("ignore")
import pkg_resources
import setuptools
print(setuptools.find_packages("/usr/lib/python3.11", include=["json*", "email*"]))
print(sorted(pkg_resources.parse_version(v) for v in ["1.10", "1.2", "1.2a1", "1.2.post1"]), pkg_resources.Requirement.parse("a[b]>=1.0,<2; python_version > '3'"))
print(setuptools.__version__)
