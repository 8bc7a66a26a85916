package prompt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// maxRows is the most rows that an answer takes on the screen while it is written; a longer one scrolls.
const maxRows = 12

// Editor asks at a terminal with a line editor. Enter gives the answer; Alt+Enter, Ctrl+J or a backslash before Enter
// begins another line; a pasted text keeps its lines. Ctrl+D on an empty answer is the end of input, Ctrl+Z suspends.
type Editor struct {
	in, out   *os.File
	environ   []string
	interrupt func() // what Ctrl+C does: a terminal in this mode sends no signal
}

// NewEditor asks on the terminal in, and draws on out. interrupt is called for Ctrl+C, and should end the context of
// Ask.
func NewEditor(in, out *os.File, environ []string, interrupt func()) *Editor {
	return &Editor{in: in, out: out, environ: environ, interrupt: interrupt}
}

// Ask implements Reader.
func (e *Editor) Ask(ctx context.Context, question string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	forget(e.in)
	in := &watch{File: e.in}
	p := tea.NewProgram(newAnswer(question), tea.WithContext(ctx), tea.WithInput(in), tea.WithOutput(e.out),
		tea.WithEnvironment(e.environ), tea.WithoutSignalHandler())
	m, err := p.Run()
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil && !errors.Is(err, tea.ErrInterrupted):
		return "", fmt.Errorf("ask on the terminal: %w", err)
	}
	a, ok := m.(answer)
	switch {
	case !ok, a.end == ended:
		return "", ErrEnded
	case a.end == interrupted:
		e.interrupt()
		<-ctx.Done()
		return "", ctx.Err()
	}
	if in.lost.Load() {
		return "", ErrCut
	}
	return whole(a.text.Value())
}

// answer is an answer being written.
type answer struct {
	question string
	text     textarea.Model
	end      end
	width    int
}

// end is how an answer ended.
type end int

const (
	writing end = iota
	given
	ended
	interrupted
)

func newAnswer(question string) answer {
	text := textarea.New()
	text.Prompt, text.ShowLineNumbers, text.EndOfBufferCharacter = "", false, ' '
	text.CharLimit, text.MaxHeight, text.MaxWidth = 0, maxRows, 0
	text.DynamicHeight, text.MinHeight, text.MaxContentHeight = true, 1, 1<<20
	text.SetVirtualCursor(false)
	text.SetStyles(textarea.Styles{})
	text.KeyMap = keys(text.KeyMap)
	text.Focus()
	text.SetWidth(80)
	return answer{question: question, text: text, width: 80}
}

// keys leaves out what surprises in an answer: a selection that is not seen and that the next key replaces, changes of
// case, and a clipboard that is read by running other programs. Terminals paste by themselves.
func keys(m textarea.KeyMap) textarea.KeyMap {
	for _, b := range []*key.Binding{
		&m.SelectAll, &m.SelectCharacterForward, &m.SelectCharacterBackward, &m.SelectWordForward,
		&m.SelectWordBackward,
		&m.SelectLineUp, &m.SelectLineDown, &m.CopySelection, &m.Paste, &m.UppercaseWordForward,
		&m.LowercaseWordForward,
		&m.CapitalizeWordForward, &m.TransposeCharacterBackward,
	} {
		b.Unbind()
	}
	return m
}

// Init implements tea.Model.
func (a answer) Init() tea.Cmd { return nil }

// Update implements tea.Model.
func (a answer) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if a.end != writing {
		return a, nil // what comes after the answer is no part of it
	}
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.width = max(msg.Width, 1)
		a.text.SetWidth(a.width)
		return a, nil
	case tea.PasteMsg:
		a.text.InsertString(clean(msg.Content)) // a byte that is no UTF-8 stays as the mark that whole refuses
		return a, nil
	case tea.KeyPressMsg:
		switch msg.String() {
		case "enter":
			if v := a.text.Value(); !strings.HasSuffix(v, `\`) {
				return a.over(given)
			}
			a.text.MoveToEnd()
			a.text.SetValue(strings.TrimSuffix(a.text.Value(), `\`) + "\n")
			return a, nil
		case "alt+enter", "shift+enter", "ctrl+j":
			a.text.InsertRune('\n')
			return a, nil
		case "ctrl+c":
			return a.over(interrupted)
		case "ctrl+d":
			if a.text.Length() == 0 {
				return a.over(ended)
			}
		case "ctrl+z":
			if suspendable() {
				return a, tea.Suspend
			}
			return a, nil
		}
	}
	var cmd tea.Cmd
	a.text, cmd = a.text.Update(msg)
	return a, cmd
}

func (a answer) over(how end) (tea.Model, tea.Cmd) {
	a.end = how
	return a, tea.Quit
}

// View implements tea.Model.
func (a answer) View() tea.View {
	question := ansi.Wrap(a.question, a.width, "")
	v := tea.NewView(question + "\n" + a.text.View())
	if a.end != writing {
		v.Content = question + "\n" + strings.TrimRight(a.text.View(), " \n") + "\n"
		return v
	}
	if c := a.text.Cursor(); c != nil {
		c.Y += strings.Count(question, "\n") + 1
		v.Cursor = c
	}
	return v
}
