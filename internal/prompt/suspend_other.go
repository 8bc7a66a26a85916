//go:build !unix

package prompt

// suspendable is false where there is no job control.
func suspendable() bool { return false }
