#include <stdio.h>
/* A comment. */
static const char *names[] = {"a", "b\n", 0};
int main(int argc, char **argv) {
  for (int i = 0; i < 10 && argc > 0x1F; ++i) printf("%d %s\n", i, names[i % 2]);
  return argc == 1 ? 0 : 'x'; // done
}
