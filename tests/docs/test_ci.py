"""The examples for build servers, run as far as they can be without the service."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.project import REPOSITORY, Clinic

pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash")

CI = (REPOSITORY / "docs/ci.md").read_text(encoding="utf-8")
BLOCKS = {
    str(block.get("name") or next(iter(block))): block
    for text in re.findall(r"^```yaml\n(.*?)^```", CI, re.MULTILINE | re.DOTALL)
    if isinstance(block := yaml.safe_load(text), dict)
}
HOOKS = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION = yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))
BROKEN = "---\ntags: [a]\n---\n\nText.\n"


class Server:
    """A build server: a checkout in git, `clinic` on the path, and a `pip` that finds all installed."""

    def __init__(self, clinic: Clinic, tools: Path) -> None:
        self.clinic = clinic
        self.tools = tools
        tools.mkdir()
        self.tool("clinic", f'PYTHONPATH="{REPOSITORY}" exec "{sys.executable}" -m clinic_cli "$@"')
        self.tool("pip", 'echo "pip $*" >> "$HOME/pip.log"')
        self.tool("python", 'test "$2" = pip && exec pip "${@:3}"')
        self.env = {
            "PATH": f"{tools}:{os.environ['PATH']}",
            "HOME": str(tools),
            "LANG": "C.UTF-8",
            "GIT_CONFIG_GLOBAL": os.devnull,
        }

    def tool(self, name: str, script: str) -> None:
        path = self.tools / name
        path.write_text(f"#!/usr/bin/env bash\n{script}\n")
        path.chmod(0o755)

    def git(self, *argv: str) -> None:
        quiet = ("-c", "user.name=Sample", "-c", "user.email=sample@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *quiet, *argv], cwd=self.clinic.root, env=self.env, check=True, capture_output=True)

    def bash(self, script: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a script as the services run it: it ends at the first command that fails."""
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.clinic.root,
            env={**self.env, **env},
            capture_output=True,
            text=True,
            check=False,
        )

    def workflow(self, workflow: dict[str, Any], **expressions: str) -> tuple[int, str]:
        """Run the steps of a workflow's one job; return the status of the first that fails, and all that was printed."""
        (job,) = workflow["jobs"].values()
        printed = ""
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step)
            if "run" not in step:
                assert re.fullmatch(r"[\w-]+(/[\w-]+)+@v\d+", step["uses"])
                continue
            assert "${{" not in step["run"], "an expression in a script can be made to say anything"
            env = {name: expressions[value] for name, value in step.get("env", {}).items()}
            done = self.bash(step["run"], GITHUB_ACTIONS="true", CI="true", **env)
            printed += done.stdout + done.stderr
            if done.returncode:
                return done.returncode, printed
        return 0, printed


@pytest.fixture
def server(clinic: Clinic, tmp_path_factory: pytest.TempPathFactory) -> Server:
    server = Server(clinic, tmp_path_factory.mktemp("server") / "bin")
    clinic.article(front="title: A walk\n")
    clinic.write(".gitignore", ".clinic/\n")
    server.git("init", "-qb", "main")
    server.git("add", "-A")
    server.git("commit", "-qm", "Begin")
    return server


def test_the_documents_show_an_example_for_each() -> None:
    assert {"Content", "Pull request", "Code scanning", "content", "repos"} <= set(BLOCKS)


def test_the_workflow_for_github(server: Server) -> None:
    workflow = BLOCKS["Content"]
    assert workflow["permissions"] == {"contents": "read"}
    status, printed = server.workflow(workflow)
    assert status == 0, printed
    assert "pip install clinic-cli" in (server.tools / "pip.log").read_text()
    (path,) = (step["with"]["path"] for step in workflow["jobs"]["lint"]["steps"] if "cache" in step.get("uses", ""))
    assert (server.clinic.root / path / "lint.json").is_file()
    server.clinic.write("articles/b.md", BROKEN)
    status, printed = server.workflow(workflow)
    assert status == 1
    assert "::error title=missing-title,file=articles/b.md,line=1" in printed


def test_the_workflow_for_pull_requests(server: Server) -> None:
    server.clinic.write("articles/old.md", BROKEN)
    server.git("add", "-A")
    server.git("commit", "-qm", "Old faults")
    server.git("update-ref", "refs/remotes/origin/main", "HEAD")
    server.git("checkout", "-qb", "work")
    base = {"${{ github.base_ref }}": "main"}
    workflow = BLOCKS["Pull request"]
    status, printed = server.workflow(workflow, **base)
    assert status == 0, printed
    server.clinic.write("articles/new.md", BROKEN)
    server.git("add", "-A")
    server.git("commit", "-qm", "New faults")
    status, printed = server.workflow(workflow, **base)
    assert status == 1
    assert "articles/new.md" in printed
    assert "articles/old.md" not in printed
    (depth,) = (
        step["with"]["fetch-depth"] for step in workflow["jobs"]["lint"]["steps"] if "checkout" in step.get("uses", "")
    )
    assert depth == 0, "a shallow clone does not hold where the branch began"


def test_the_workflow_for_code_scanning(server: Server) -> None:
    server.clinic.write("articles/b.md", BROKEN)
    workflow = BLOCKS["Code scanning"]
    status, printed = server.workflow(workflow)
    assert status == 0, printed
    (file,) = (
        step["with"]["sarif_file"] for step in workflow["jobs"]["lint"]["steps"] if "sarif" in step.get("uses", "")
    )
    assert json.loads(server.clinic.read(file))["version"] == "2.1.0"


def test_the_job_for_gitlab(server: Server) -> None:
    job = BLOCKS["content"]["content"]
    server.clinic.write("articles/b.md", BROKEN)
    done = server.bash("\n".join(job["script"]), GITLAB_CI="true", CI="true")
    assert done.returncode == 1, done.stderr
    assert job["artifacts"]["when"] == "always"
    for report in job["artifacts"]["reports"].values():
        assert server.clinic.read(report)
    for path in job["cache"]["paths"]:
        assert (server.clinic.root / path).is_dir()


def test_the_action(server: Server, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert {"name", "description", "inputs"} <= set(ACTION)
    inputs = {name: str(each["default"]) for name, each in ACTION["inputs"].items()}

    def run(**given: str) -> tuple[int, str]:
        values = {f"${{{{ inputs.{name} }}}}": value for name, value in {**inputs, **given}.items()}
        printed = ""
        for step in ACTION["runs"]["steps"]:
            if "run" in step:
                assert step["shell"] == "bash"
                assert "${{" not in step["run"]
                env = {name: values[value] for name, value in step.get("env", {}).items()}
                done = server.bash(step["run"], GITHUB_ACTIONS="true", GITHUB_ACTION_PATH=str(REPOSITORY), **env)
                printed += done.stdout + done.stderr
                if done.returncode:
                    return done.returncode, printed
        return 0, printed

    assert run()[0] == 0
    assert str(REPOSITORY) in (server.tools / "pip.log").read_text(), "the action runs the clinic that it came with"
    assert run(arguments="--max-warnings 0 --severity before-publishing")[0] == 2
    assert run(arguments="--select missing-title --format json")[0] == 0
    forged = run(arguments='"; touch forged; echo "$(touch forged)')
    assert forged[0] == 2
    assert "forged" not in server.clinic.files()
    server.clinic.write("site/clinic.toml", 'name = "Site"\n')
    server.clinic.write("site/articles/b.md", BROKEN)
    status, printed = run(project="site")
    assert status == 1
    assert "file=site/articles/b.md" in printed


def test_the_hooks_have_what_pre_commit_asks_for() -> None:
    for hook in HOOKS:
        assert {"id", "name", "entry", "language", "files"} <= set(hook)
        assert hook["entry"].startswith("clinic lint")
        pattern = re.compile(hook["files"])
        for path in (
            "articles/a.md",
            "articles/2026/a.md",
            "testimonials.yaml",
            "site/articles/a.md",
            "testimonials/t-1.md",
        ):
            assert pattern.search(path), path
        for path in ("README.md", "docs/a.md", "articles/a.txt", "clinic.toml", "my-testimonials.yaml.bak"):
            assert not pattern.search(path), path
    local = BLOCKS["repos"]["repos"][0]
    assert {hook["id"] for hook in local["hooks"]} <= {hook["id"] for hook in HOOKS}


def every_pre_commit_config() -> list[dict[str, Any]]:
    return [
        block
        for text in re.findall(r"^```yaml\n(repos:.*?)^```", CI, re.MULTILINE | re.DOTALL)
        if (block := yaml.safe_load(text))
    ]


def test_every_hook_that_the_document_names_exists() -> None:
    first, second = every_pre_commit_config()
    hooks = {hook["id"]: hook for hook in HOOKS}
    assert {hook["id"] for hook in first["repos"][0]["hooks"]} == set(hooks)
    (local,) = second["repos"][0]["hooks"]
    published = hooks[local["id"]]
    assert {name: local[name] for name in ("entry", "files", "require_serial")} == {
        name: published[name] for name in ("entry", "files", "require_serial")
    }


@pytest.mark.skipif(not shutil.which("pre-commit", path=str(Path(sys.executable).parent)), reason="needs pre-commit")
def test_pre_commit_runs_the_hooks(server: Server) -> None:
    pre_commit = str(Path(sys.executable).parent / "pre-commit")
    checked = server.bash(f'"{pre_commit}" validate-manifest "{REPOSITORY}/.pre-commit-hooks.yaml"')
    assert checked.returncode == 0, checked.stdout
    _, second = every_pre_commit_config()
    hooks = second["repos"][0]["hooks"]
    fixing = next(hook for hook in HOOKS if hook["id"] == "clinic-fix")
    hooks.insert(0, {**fixing, "language": "system"})
    server.clinic.write(".pre-commit-config.yaml", yaml.safe_dump(second))
    server.git("add", "-A")
    assert server.bash(f'"{pre_commit}" run').returncode == 0
    server.clinic.write("articles/b.md", "---\ntitle: 2026\n---\n\n[x](nope.md)\n")
    server.clinic.write("README.md", "No article.\n")
    server.git("add", "-A")
    done = server.bash(f'"{pre_commit}" run')
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stdout
    assert server.clinic.read("articles/b.md").startswith("---\ntitle: '2026'\n")
    server.clinic.write("articles/b.md", BROKEN)
    server.git("add", "-A")
    done = server.bash(f'"{pre_commit}" run')
    assert done.returncode == 1
    assert "missing-title" in done.stdout


def test_the_comments_that_the_document_shows(clinic: Clinic) -> None:
    (markdown,) = re.findall(r"^```markdown\n(.*?)^```", CI, re.MULTILINE | re.DOTALL)
    clinic.article(body=f"\n{markdown}")
    assert [told.rule for told in clinic.lint("--select", "broken-link,unused-suppression")] == []
    assert [told.rule for told in clinic.lint("--select", "broken-link,unused-suppression", as_of="2027-01-01")] == []
    (record,) = (text for text in re.findall(r"^```yaml\n(- id.*?)^```", CI, re.MULTILINE | re.DOTALL))
    clinic.write("testimonials.yaml", record)
    chosen = ("--select", "third-party-named,unused-suppression,expired-suppression")
    assert [told.rule for told in clinic.lint(*chosen)] == []
    assert [told.rule for told in clinic.lint(*chosen, as_of="2027-01-01")] == [
        "expired-suppression",
        "third-party-named",
    ]


def test_the_workflow_that_init_writes_has_the_same_steps(bare: Clinic) -> None:
    assert bare.run("init", "--name", "Sample Clinic").status == 0
    workflow = yaml.safe_load(bare.read(".github/workflows/content.yml"))
    scripts = [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
    assert "clinic lint" in scripts
    assert "pip install clinic-cli" in scripts
