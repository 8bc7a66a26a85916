package likeness

import "testing"

func TestAlike(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"Marc Delattre", "Marc Delattrе", true}, // a Cyrillic е
		{"Gaelle Riou", "Gaelle Rıou", true},     // a dotless i
		{"Ilan Moreau", "llan Moreau", true},     // a capital i, and a small l
		{"Bernard", "Bemard", true},
		{"Осса", "Occa", false},                   // no letter is shared: nobody reads them as one in their own script
		{"Marc Delattre", "MARC DELATTRE", false}, // the same letters: it is for who tells people apart
		{"René Martin", "Rene Martin", false},
		{"Yann", "Yannick", false},
		{"", "Yann", false},
	} {
		if got := Alike(tt.a, tt.b); got != tt.want || Alike(tt.b, tt.a) != tt.want {
			t.Errorf("Alike(%q, %q) = %t, want %t", tt.a, tt.b, got, tt.want)
		}
	}
}
