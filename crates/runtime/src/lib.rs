//! What generated clients stand on: wire encoding, signing, errors, retry, transport.
