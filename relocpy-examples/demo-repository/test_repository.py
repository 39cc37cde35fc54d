"""What rpm and dnf make of the default repository: python3 relocpy-examples/demo-repository/test_repository.py

Makes the repository if it is not there yet, so it needs the network the first time, rpm and dnf.
"""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent


@unittest.skipUnless(shutil.which("dnf") and shutil.which("rpmbuild"), "needs dnf and rpmbuild")
class Repository(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.path = cls.make()

    @staticmethod
    def make(**environment):
        made = subprocess.run([HERE / "make"], check=True, stdout=subprocess.PIPE, text=True,
                              env=dict(os.environ, **environment))
        return Path(made.stdout.strip())

    def dnf_closure(self, *requests):
        """The names of the packages that dnf would install into an empty root."""
        with tempfile.TemporaryDirectory() as root:
            done = subprocess.run(
                ["dnf", "--quiet", "--assumeno", "--installroot", root, "--releasever", "1", "--nogpgcheck",
                 "--setopt", "reposdir=/dev/null", "--setopt", "cachedir=" + root + "/cache", "--setopt", "logdir=" + root,
                 "--repofrompath", "demo,file://" + str(self.path), "--repo", "demo", "install", *requests],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        names = [line.split()[0] for line in done.stdout.splitlines()
                 if line.startswith(" ") and line.split()[-1] in ("k", "M") and len(line.split()) == 6]
        self.assertTrue(names, done.stdout)
        return sorted(names)

    def test_rpm_finds_every_digest_right(self):
        for package in sorted(self.path.glob("*.rpm")):
            with self.subTest(package.name):
                report = subprocess.run(["rpm", "-Kv", package], check=True, stdout=subprocess.PIPE, text=True).stdout
                self.assertNotIn("BAD", report)
                self.assertGreaterEqual(report.count("digest: OK"), 3)

    def test_dnf_finds_the_same_closure_by_each_name(self):
        closure = self.dnf_closure("python3-yaml")
        self.assertIn("libc6", closure)
        self.assertIn("libyaml-0-2", closure)
        self.assertEqual(self.dnf_closure("python3-pyyaml"), closure)
        self.assertEqual(self.dnf_closure("python3dist(pyyaml)"), closure)

    def test_dnf_can_install_everything_together(self):
        packages = [line.strip() for line in subprocess.run(
            ["rpm", "-qp", "--qf", "%{NAME}\n", *self.path.glob("*.rpm")], check=True, stdout=subprocess.PIPE,
            text=True).stdout.splitlines()]
        self.assertEqual(self.dnf_closure("*"), sorted(packages))

    def test_a_repository_that_is_there_is_returned_without_apt(self):
        with tempfile.TemporaryDirectory() as tools:
            for tool in ("apt-get", "apt-config"):
                Path(tools, tool).write_text("#!/bin/sh\nexit 1\n")
                Path(tools, tool).chmod(0o755)
            self.assertEqual(self.make(PATH=tools + os.pathsep + os.environ["PATH"]), self.path)


if __name__ == "__main__":
    unittest.main()
