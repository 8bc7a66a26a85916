//go:build !linux && !darwin && !dragonfly && !freebsd && !netbsd && !openbsd

package prompt

import (
	"errors"
	"os"
)

// forget does nothing where no call is known that drops what was typed.
func forget(*os.File) {}

// hide refuses where no call is known that makes a terminal mute.
func hide(*os.File) (show func() error, err error) { return nil, errors.ErrUnsupported }
