import io, subprocess, sys, tempfile, zipapp, pathlib
with tempfile.TemporaryDirectory() as d:
    app = pathlib.Path(d, "app")
    app.mkdir()
    (app / "__main__.py").write_text("import helper, sys; print(helper.hello(), sys.argv[1:], __name__)")
    (app / "helper.py").write_text("def hello(): return 'from the zip'")
    zipapp.create_archive(app, pathlib.Path(d, "app.pyz"))
    print(subprocess.run([sys.executable, f"{d}/app.pyz", "x"], capture_output=True, text=True).stdout)
    print(subprocess.run([sys.executable, str(app), "y"], capture_output=True, text=True).stdout)
