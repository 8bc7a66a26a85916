package ready

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"recette/internal/meant"
)

// ErrFuture says that a statement would be made on a day to come: nobody attests tomorrow.
var ErrFuture = errors.New("a day to come")

// StoryError is a story that the project does not have, with the one that was probably meant.
type StoryError struct{ ID, Near string }

func (e *StoryError) Error() string { return fmt.Sprintf("unknown story %q, near %q", e.ID, e.Near) }

// CheckError is a check that nobody is asked to attest.
type CheckError struct {
	ID    string
	Asked []string
}

func (e *CheckError) Error() string { return fmt.Sprintf("unknown check %q of %q", e.ID, e.Asked) }

// Asked gives the story of that id, or a *StoryError.
func (r *Report) Asked(id string) (*Story, error) {
	if s := r.Find(id); s != nil {
		return s, nil
	}
	known := make([]string, len(r.Stories))
	for i := range r.Stories {
		known[i] = r.Stories[i].ID
	}
	return nil, &StoryError{ID: id, Near: nearest(id, known)}
}

// nearest gives the known id that was probably meant: the same one with its number written otherwise (US-1 for US-001),
// or one that is a slip or two away.
func nearest(id string, known []string) string {
	for _, k := range known {
		if strings.EqualFold(plain(k), plain(id)) {
			return k
		}
	}
	return meant.Nearest(id, known)
}

// plain is an id without the zeros that open its number.
func plain(id string) string {
	at := strings.LastIndexAny(id, "-_") + 1
	return id[:at] + strings.TrimLeft(id[at:], "0")
}

// Day gives the day of a statement that is made today, or on an earlier day that somebody says. Both are ISO 8601. It
// returns ErrFuture.
func Day(on, today string) (string, error) {
	switch {
	case on == "":
		return today, nil
	case on > today:
		return "", fmt.Errorf("%w: %s is after %s", ErrFuture, on, today)
	}
	return on, nil
}

// Statements makes the statements of the checks of a story, each with the digest of the text that it is about: who made
// them, when, and a note come with about. It returns a *StoryError, or a *CheckError.
func Statements(in *Input, story string, checks []string, about Statement) ([]Statement, error) {
	report := Judge(*in)
	s, err := report.Asked(story)
	if err != nil {
		return nil, err
	}
	asked := in.Register.Asked()
	about.Story, about.Content = s.ID, s.Content
	var list []Statement
	for _, check := range checks {
		if !slices.Contains(asked, check) {
			return nil, &CheckError{ID: check, Asked: asked}
		}
		about.Check = check
		list = append(list, about)
	}
	return list, nil
}

// Asked lists the checks that people are asked to attest, in their order.
func (r *Register) Asked() []string {
	var ids []string
	for i := range r.Checks {
		ids = append(ids, r.Checks[i].ID)
	}
	return ids
}
