//! What the examples talk to in place of a vendor: its mock on a loopback address, made from the
//! repository's specs. Nothing leaves this machine.

// Each example uses a part.
#![allow(dead_code)]

use std::error::Error;
use std::path::{Path, PathBuf};

use specwright_mock::{Key, Mock, Options, Running, script};
use specwright_runtime::{Config, Credentials};
use specwright_spec::{Profile, Service, yaml};

/// What an example ends with.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

const KEY: (&str, &str) = ("example-id", "example-secret");

/// A vendor on a loopback address, until it is dropped.
pub struct Vendor {
    running: Running,
}

impl Vendor {
    /// One service of a vendor.
    pub fn start(vendor: &str, service: &str) -> Result<Self> {
        Self::with_faults(vendor, service, "[]")
    }

    /// The same, with faults for the first requests: a list of steps in YAML.
    pub fn with_faults(vendor: &str, service: &str, faults: &str) -> Result<Self> {
        let profile: Profile = read(format!("vendors/{vendor}.yaml"))?;
        let service: Service = read(format!("api/{vendor}/{service}.yaml"))?;
        let options = Options::default()
            .key(Key::new(KEY.0, KEY.1))
            .items(7)
            .script(script(faults)?);
        let running = Mock::new(profile, vec![service], options).serve("127.0.0.1:0")?;
        Ok(Self { running })
    }

    /// The settings of a client that is to talk to it.
    pub fn config(&self, region: &str) -> Config {
        Config::new()
            .credentials(Credentials::new(KEY.0, KEY.1))
            .region(region)
            .endpoint(format!("http://{}", self.running.address()))
    }

    /// How many requests came.
    pub fn requests(&self) -> usize {
        self.running.mock().log().len()
    }
}

fn read<T: yaml::Document>(path: String) -> Result<T> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../specs")
        .join(path);
    let text =
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(yaml::read(&text)?)
}

/// Runs an example's future on this thread.
pub fn run(example: impl Future<Output = Result<()>>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(example)
}
