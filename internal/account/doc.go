// Package account is the rules by which a person of a project enters with a password: who is invited, which passwords
// are taken, how often somebody may try, and which sessions are still theirs. An account belongs to somebody whom the
// record knows, under the reference by which facts are recorded.
//
// What it refuses: to know what somebody may do (internal/access and the record say it, at each request), to keep
// anything itself (a Store does, which is no part of the journal), and to know browsers.
package account
