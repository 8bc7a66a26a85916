// Package sign makes PAdES signatures of level B-B (ETSI EN 319 142-1) and the keys they need: its own CMS builder,
// the incremental revision that carries a signature, a local certification authority, and encrypted key files.
//
// Everything is pure but the key files, which one file of the package reads and writes. It refuses to guess: the field
// must exist and be empty, the certificate must be valid and made for signing at the declared time, and a signature
// that does not fit its place is made again, never cut. It reads no passphrase and no clock: callers bring both.
package sign
