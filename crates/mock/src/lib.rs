//! A vendor-faithful HTTP server made from a spec: what a client can be tested against where
//! the vendor cannot be.
//!
//! [`Mock`] is the server without I/O: a request and a time in, a response out. It checks the
//! signature, the time and the nonce, finds the operation, checks the parameters against the
//! spec, and answers in the vendor's envelope: with values from the spec's samples, page by page
//! where the operation is a list, or with the vendor's own code for what is wrong.
//! [`Mock::serve`] puts it on a loopback address.
//!
//! It shares nothing with the clients' runtime: signatures are checked by code of its own, so
//! that a mistake made once cannot hide itself.
//!
//! ```no_run
//! # fn example(profile: specwright_spec::Profile, cbs: specwright_spec::Service) -> std::io::Result<()> {
//! use specwright_mock::{Key, Mock, Options};
//!
//! let options = Options::default().key(Key::new("AKIDEXAMPLE", "made-up"));
//! let running = Mock::new(profile, vec![cbs], options).serve("127.0.0.1:0")?;
//! println!("listening on http://{}", running.address());
//! # Ok(())
//! # }
//! ```

mod answer;
mod check;
mod envelope;
mod fault;
mod http1;
mod log;
mod mock;
mod options;
mod params;
mod received;
mod refused;
mod route;
pub mod scheme;
mod server;
mod state;

pub use fault::{Close, Delivery, Step, StepError, script};
pub use log::{Entry, Outcome};
pub use mock::Mock;
pub use options::{Key, Options};
pub use received::Received;
pub use server::Running;
