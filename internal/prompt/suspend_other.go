//go:build !unix

package prompt

import "os"

// suspendable is false where there is no job control.
func suspendable() bool { return false }

// pauses tells nothing where there is no job control.
func pauses() (resumed <-chan os.Signal, end func()) { return nil, func() {} }
