package ready

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/reference"
)

func TestReport_Asked(t *testing.T) {
	r := Report{Stories: []Story{{ID: "US-001"}, {ID: "US-104"}, {ID: "RECIT_7"}, {ID: "Émargement"}}}
	for id, want := range map[string]error{
		"US-104":     nil,
		"US-1":       &StoryError{ID: "US-1", Near: "US-001"},
		"us-0104":    &StoryError{ID: "us-0104", Near: "US-104"},
		"RECIT_007":  &StoryError{ID: "RECIT_007", Near: "RECIT_7"},
		"US-105":     &StoryError{ID: "US-105", Near: "US-104"},
		"emargement": &StoryError{ID: "emargement", Near: "Émargement"},
		"Paiement":   &StoryError{ID: "Paiement"},
		"":           &StoryError{},
	} {
		s, err := r.Asked(id)
		if want == nil {
			if err != nil || s == nil || s.ID != id {
				t.Errorf("Asked(%q) = %v, %v, want the story", id, s, err)
			}
			continue
		}
		if diff := cmp.Diff(want, err); diff != "" || s != nil {
			t.Errorf("Asked(%q) = %v (-want +got):\n%s", id, s, diff)
		}
	}
}

// Nobody attests tomorrow: not the day after, nor in a year whose digits look smaller.
func TestDay(t *testing.T) {
	for _, tt := range []struct {
		on, today, want string
		future          bool
	}{
		{"", "2026-11-23", "2026-11-23", false},
		{"2026-11-23", "2026-11-23", "2026-11-23", false},
		{"2025-12-31", "2026-11-23", "2025-12-31", false},
		{"2026-11-24", "2026-11-23", "", true},
		{"2027-01-01", "2026-11-23", "", true},
	} {
		got, err := Day(tt.on, tt.today)
		if got != tt.want || errors.Is(err, ErrFuture) != tt.future || (err != nil) != tt.future {
			t.Errorf("Day(%q, %q) = %q, %v, want %q, future %v", tt.on, tt.today, got, err, tt.want, tt.future)
		}
	}
}

// A statement bears the digest of the text that it is about, and is made of what the project asks for alone.
func TestStatements(t *testing.T) {
	in := &Input{
		Rules: rules(), Asks: asks, Reference: &reference.Set{},
		Features: []Feature{feature(t, "a.feature", "@US-1"+body)},
		Register: &Register{Checks: []Ask{{ID: Estimated}, {ID: "relu", Label: "Relu"}}},
	}
	report := Judge(*in)
	content := report.Find("US-1").Content
	if content == "" {
		t.Fatal("the story has no digest")
	}
	about := Statement{By: "Ana", On: "2026-11-23", Note: "vu"}
	got, err := Statements(in, "US-1", []string{"relu", Estimated}, about)
	want := []Statement{
		{Story: "US-1", Check: "relu", By: "Ana", On: "2026-11-23", Note: "vu", Content: content},
		{Story: "US-1", Check: Estimated, By: "Ana", On: "2026-11-23", Note: "vu", Content: content},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("Statements = %v (-want +got):\n%s", err, diff)
	}
	for name, tt := range map[string]struct {
		story, check string
		want         error
	}{
		"no such story": {"US-01", "relu", &StoryError{ID: "US-01", Near: "US-1"}},
		"no such check": {
			"US-1", mockupValidated, &CheckError{ID: mockupValidated, Asked: []string{Estimated, "relu"}},
		},
	} {
		list, err := Statements(in, tt.story, []string{tt.check}, about)
		if diff := cmp.Diff(tt.want, err); diff != "" || list != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, list, diff)
		}
	}
}
