// The krait command: a thin shell over libpython3.11.so.1.0, so that no process ever holds two runtimes.
extern "C" int krait_main(int argc, char** argv);

int main(int argc, char** argv) { return krait_main(argc, argv); }
