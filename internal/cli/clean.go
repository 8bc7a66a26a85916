package cli

import (
	"fmt"
	"io"

	"recette/internal/term"
)

// say writes one line to w. Whatever it is made of, names and messages from files and people included, it stays one
// line: a scenario's name can clear the screen, set the title of the window, or forge a verdict.
func say(w io.Writer, line string) { fmt.Fprintln(w, term.Line(line)) }

// tell writes a text of the program to w, which may have several lines of its own. What it took from elsewhere was made
// harmless by the printer that worded it, or by term.Block.
func tell(w io.Writer, text string) { fmt.Fprintln(w, term.Text(text)) }
