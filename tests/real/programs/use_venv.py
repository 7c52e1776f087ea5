import os, subprocess, sys, tempfile, venv
with tempfile.TemporaryDirectory() as d:
    venv.create(d, with_pip=False)
    python = os.path.join(d, "bin", "python3.11" if os.path.exists(d + "/bin/python3.11") else "python")
    out = subprocess.run([d + "/bin/python", "-c", "import sys; print(sys.prefix, sys.base_prefix != sys.prefix, len(sys.path))"], capture_output=True, text=True)
    print(out.stdout.replace(d, "VENV"), out.stderr, sorted(os.listdir(d)))
