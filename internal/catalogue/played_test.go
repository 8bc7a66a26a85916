package catalogue

import (
	"slices"
	"strings"
	"testing"
)

func TestCase_Played(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"le jeu JDD-1 chargé", "tag JDD-1"},
		{"le jeu « JDD-1 »", "tag JDD-1"},
		{"JDD-1.", "tag JDD-1"},
		{"le jeu JDD-10 chargé", "tag"},
		{"le jeu JDD-1-bis, puis JDD-1", "tag JDD-1"},
		{"le jeu JDD-1-bis", "tag"},
		{"XJDD-1", "tag"},
		{`le jeu "JDD-9" chargé`, "tag JDD-9"},
		{"les jeux « JDD-9 » et “JDD-8”, puis « JDD-9 »", "tag JDD-9 JDD-8"},
		{`le message "le jeu JDD-9 manque"`, "tag"},
		{`"JDD-" ou "JDD-<x>" ou "JDD 7"`, "tag"},
		{`"" puis "JDD-9"`, "tag JDD-9"},
		{`le jeu "JDD-9`, "tag"},
		{"le jeu BASE chargé", "tag BASE"},
		{"le jeu « tag »", "tag"},
		{"", "tag"},
	} {
		c := Case{DataSets: []string{"tag"}, Steps: []Step{{Text: "rien"}, {Text: tt.text}}}
		if got := strings.Join(c.Played("JDD-", []string{"JDD-1", "BASE", ""}), " "); got != tt.want {
			t.Errorf("%q is played with %s, want %s", tt.text, got, tt.want)
		}
		if !slices.Equal(c.DataSets, []string{"tag"}) {
			t.Errorf("%q changed what the case itself says: %v", tt.text, c.DataSets)
		}
	}
}
