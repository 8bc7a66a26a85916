// Package binding says who owns every step of the cases of a run, or of a session, before any of them runs: a source of
// step definitions, a person, or nobody. It counts what matches each step over all sources, reports the steps that
// nobody can run, and gives what it found to whoever keeps it for a file that does not change.
//
// It runs no step and no hook, and starts no process: the sources are opened for it, and given back.
package binding
