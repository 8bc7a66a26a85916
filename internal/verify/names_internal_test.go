package verify

import "testing"

// One person signs under one name, whatever keyboard typed it; an accent or a hyphen makes another.
func TestSameName(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"Jeanne L’Hostis", "Jeanne L'Hostis", true},
		{"Jean\u2011Luc Le Goff", "JEAN-LUC Le\u00a0Goff", true},
		{"DEMO Zoé Martin", "Zoe\u0301 Martin", true},
		{"Delat\u00adtre", "Delattre", true},
		{"Delat\u200btre", "Delattre", true},
		{"Delattre\ufe0f", "Delattre", true},
		{"Delattre\u3164", "Delattre", true},
		{"Delattre\u034f\u2800", "Delattre", true},
		{"Jean-Luc", "Jean Luc", false},
		{"René", "RENE", false},
		{"Lœuillet", "Loeuillet", false},
	} {
		if got := sameName(tt.a, tt.b); got != tt.same {
			t.Errorf("sameName(%q, %q) = %t, want %t", tt.a, tt.b, got, tt.same)
		}
	}
}
