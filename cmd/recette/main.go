// Command recette prepares, conducts and proves a French recette. It is the edge of the process: it gathers arguments,
// environment, streams, clock and randomness into one value, calls the front end and exits with its code. It refuses
// to decide anything else.
package main

import (
	"context"
	"crypto/rand"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
	_ "time/tzdata" // a project names its time zone; a machine without the list knows it too

	"recette/internal/cli"
)

// A crash of the Go runtime, out of memory for one, would exit with 2, which is a verdict of "recette verify" and a
// fault of usage elsewhere. It ends by a signal instead, which is the exit code of nothing else; a memory image would
// hold passphrases, and is not left behind.
func main() {
	debug.SetTraceback("crash")
	noImage()
	os.Exit(run())
}

// run lets deferred calls happen before the process exits. The first signal asks to stop cleanly: what is running is
// recorded as interrupted. A second one ends the process at once, as the shell expects. The terminal that closes and
// Ctrl+\ are such signals too, unless whoever started the process wants it to go on without them, as nohup does.
func run() int {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	for _, s := range []os.Signal{syscall.SIGHUP, syscall.SIGQUIT} {
		if !signal.Ignored(s) {
			signals = append(signals, s)
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), signals...)
	defer stop()
	context.AfterFunc(ctx, stop)
	return cli.Run(ctx, cli.Env{
		Args:    os.Args[1:],
		Self:    os.Args[0],
		Environ: os.Environ(),
		Stdin:   os.Stdin,
		Stdout:  os.Stdout,
		Stderr:  os.Stderr,
		Now:     time.Now,
		Rand:    rand.Reader,
	})
}
