package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"

	application "recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/i18n"
	"recette/internal/output"
	"recette/internal/term"
)

// Version is the version of the product, printed in each PV.
const Version = "0.1.0"

// app is one invocation: the world, the words, and the flags that every verb knows.
type app struct {
	env     Env
	words   *i18n.Printer
	dir     string // -C
	noInput bool
	json    bool
	doubted *sync.Map // what was said of the record, by key of the sentence
	warned  *warned   // of the separation of duties

	outlines *campaign.Outlines // of the records that are opened one after the other
}

func newApp(env Env, words *i18n.Printer) *app {
	return &app{doubted: &sync.Map{}, outlines: &campaign.Outlines{}, warned: &warned{}, env: env, words: words}
}

// Run executes one command line and gives the exit code of the process. A panic becomes a message and exit code 10: no
// stack trace reaches a user unless RECETTE_DEBUG asks for it.
func Run(ctx context.Context, env Env) (code int) {
	if code, asked := application.Keeper(env.Args); asked {
		return code
	}
	words, err := i18n.New(language(env))
	if err != nil {
		fmt.Fprintln(env.Stderr, err)
		return exitInternal
	}
	words = words.Marking(term.Line)
	defer func() {
		if r := recover(); r != nil {
			code = printFailure(env.Stderr, words, fail("internal", fmt.Errorf("panic: %v", r)))
			if env.getenv("RECETTE_DEBUG") != "" {
				fmt.Fprintf(env.Stderr, "%s\n", debug.Stack())
			}
		}
	}()
	out := output.Watch(output.Awaited(ctx, env.Stdout))
	env.Stdout, env.Stderr = out, output.Awaited(ctx, env.Stderr)
	a := newApp(env, words)
	root := a.root()
	root.SetArgs(env.Args)
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	ran, err := root.ExecuteContextC(ctx)
	if _, said := errors.AsType[quiet](err); err != nil && ctx.Err() != nil && !said {
		err = fail("stopped", nil)
	}
	if out.Err != nil && ctx.Err() == nil && (err == nil || errors.Is(err, out.Err)) {
		err = fail("output", out.Err) // what was asked for was not delivered
	}
	failed := a.failureOf(env.Stderr, err)
	code = printFailure(env.Stderr, a.words, failed)
	if _, said := errors.AsType[quiet](failed); !said && failed != nil && isVerify(ran) {
		code = unjudged(code)
	}
	return code
}

// language finds the language before flags are parsed, since help is made of texts: --lang, then RECETTE_LANG, then
// French.
func language(env Env) i18n.Lang {
	for i, arg := range env.Args {
		if v, ok := strings.CutPrefix(arg, "--lang="); ok {
			lang, _ := i18n.Parse(v)
			return lang
		}
		if arg == "--lang" && i+1 < len(env.Args) {
			lang, _ := i18n.Parse(env.Args[i+1])
			return lang
		}
		if arg == "--" {
			break
		}
	}
	lang, _ := i18n.Parse(env.getenv("RECETTE_LANG"))
	return lang
}
