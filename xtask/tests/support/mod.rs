//! A small workspace in a temporary folder, and the program run on it.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set its stage should stop"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use tempfile::TempDir;

/// A workspace with the repository's profiles, and no pages or specs.
pub struct Fixture {
    folder: TempDir,
    /// The root of the workspace.
    pub root: PathBuf,
}

/// How a command ended.
#[derive(Debug)]
pub struct Ran {
    /// The exit code; nothing if the process was killed.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// Files below a folder: path to bytes and time.
pub type Files = BTreeMap<String, (Vec<u8>, SystemTime)>;

impl Fixture {
    /// No pages yet.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("workspace");
        let vendors = root.join("specs/vendors");
        fs::create_dir_all(&vendors).unwrap();
        let profiles = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/vendors");
        for entry in fs::read_dir(profiles).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, vendors.join(path.file_name().unwrap())).unwrap();
        }
        Self { folder, root }
    }

    /// Two services of a vendor, three operations.
    pub fn with_pages() -> Self {
        let fixture = Self::new();
        fixture.page("udisk/CreateUDisk.md", "CreateUDisk", &["Name", "Size"]);
        fixture.page("udisk/DeleteUDisk.md", "DeleteUDisk", &["UDiskId"]);
        fixture.page("usnap/CreateUSnap.md", "CreateUSnap", &["VDiskId"]);
        fixture
    }

    /// A path beside the workspace.
    pub fn beside(&self, path: &str) -> PathBuf {
        self.root.with_file_name(path)
    }

    /// Writes a file below the root.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        write(&self.root.join(path), bytes);
    }

    /// Reads a file below the root; empty if it is not there.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_default()
    }

    /// Whether there is a file.
    pub fn has(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.root.join(path)).unwrap();
    }

    /// Writes a page of the workspace's own.
    pub fn page(&self, path: &str, operation: &str, parameters: &[&str]) {
        self.write(
            &format!("specs/pages/ucloud/{path}"),
            page(operation, parameters),
        );
    }

    /// Runs a command on the workspace.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, &[])
    }

    /// Runs a command with more environment.
    pub fn run_with(&self, args: &[&str], environment: &[(&str, &str)]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("--root")
            .arg(&self.root)
            .args(args)
            .current_dir(&self.root)
            .env_remove("SPECWRIGHT_FAILPOINT")
            .envs(environment.iter().copied())
            .output()
            .unwrap();
        let text = |bytes: &[u8]| {
            let folder = self.folder.path().canonicalize().unwrap();
            String::from_utf8_lossy(bytes).replace(folder.to_str().unwrap(), "TEMP")
        };
        Ran {
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// Runs a command that must end well.
    pub fn fine(&self, args: &[&str]) -> Ran {
        let ran = self.run(args);
        assert_eq!(ran.code, Some(0), "{args:?}\n{}{}", ran.stdout, ran.stderr);
        ran
    }

    /// Every file of the workspace but those in `target`.
    pub fn files(&self) -> Files {
        let mut files = files(&self.root);
        files.retain(|path, _| !path.starts_with("target/"));
        files
    }
}

/// Every file below a folder.
pub fn files(root: &Path) -> Files {
    let mut found = Files::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                let time = fs::metadata(&path).unwrap().modified().unwrap();
                found.insert(name, (fs::read(&path).unwrap(), time));
            }
        }
    }
    found
}

/// The bytes of files, without their times.
pub fn bytes(files: &Files) -> BTreeMap<&str, &[u8]> {
    files
        .iter()
        .map(|(path, (bytes, _))| (path.as_str(), bytes.as_slice()))
        .collect()
}

/// Writes a file and the folders above it.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Runs git in a folder, with nobody's settings. What it prints, without spaces around it.
pub fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org"])
        .args(["-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false"])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?} {said}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A page in UCloud's layout.
pub fn page(operation: &str, parameters: &[&str]) -> String {
    let row = |name: &&str| format!("| **{name}** | string | Words about {name}. |**Yes**|\n");
    let rows: String = parameters.iter().map(row).collect();
    format!(
        "# 操作 - {operation}\n\n## 简介\n\nWords about the operation.\n\n## 定义\n\n### 请求参数\n\n\
         | 参数名 | 类型 | 描述信息 | 必填 |\n|:---|:---|:---|:---|\n{rows}\n\
         ### 响应字段\n\n| 字段名 | 类型 | 描述信息 | 必填 |\n|:---|:---|:---|:---|\n\
         | **RetCode** | int | 0 when the call succeeded |**Yes**|\n\
         | **Action** | string | Name of the operation that answers |**Yes**|\n\
         | **Message** | string | What went wrong |No|\n\
         | **Result** | string | What came of it. |No|\n"
    )
}
