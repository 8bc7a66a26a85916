package verify

import "testing"

func TestLookalike(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"Paule Petit", "P\u0430ule Petit", true},
		{"Paule Petit", "P\u0430ul\u0435 \u0420etit", true},
		{"\uff30\u0430ule Petit", "Paule Petit", true},
		{"Paule Petit", "Paule Petit", false}, // one person: SAME_SIGNER
		{"Paule Petit", "Paula Petit", false},
		{"Anna", "\u0410\u043d\u043d\u0430", false}, // no letter in common: two languages
		{"Paule Petit", "Paule Petit\u0430", false},
		{"", "", false},
		// Letters of one script.
		{"Paule Petit", "P\u0251ule Petit", true},
		{"PAULE PETIT", "P\u0251ule Petit", true},
		{"Paule Petit", "Paule Pet\u0131t", true},
		{"Paule Petit", "Paule Peti\u0307t", true},
		{"Serge Gilles", "Ser\u0261e Gilles", true},
		{"Isabelle Roux", "lsabelle Roux", true},
		{"Isabelle Roux", "1sabelle Roux", true},
		{"Odile Roux", "0dile Roux", true},
		{"Arnaud Bernard", "Amaud Bernard", true},
		{"Anne L\u0153uillet", "Anne Loeuillet", true},
		{"Fran\u00e7oise", "Franc\u0326oise", true},
		{"Sylvie Wolf", "S\u028flvie \u1d21olf", true},
		{"ISABELLE ROUX", "Isabelle Roux", false}, // one person: SAME_SIGNER
		{"Lise Petit", "Iise Petit", false},       // a capital L is no capital I
		{"René Petit", "Rene Petit", false},
		{"Jan Kowalski", "Jan Kowa\u0142ski", false},
		{"Marie", "Marle", false},
		{"Léa", "Lèa", false},
	} {
		if got := lookalike(tt.a, tt.b); got != tt.want || lookalike(tt.b, tt.a) != tt.want {
			t.Errorf("lookalike(%q, %q) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestOdd(t *testing.T) {
	for name, want := range map[string]string{
		"Élise Fontaine": "", "E\u0301lise": "", "Élise Font\u0430ine": "\u0430", "\uff30aule": "\uff30",
		"P\u0251ule": "\u0251", "I\u015f\u0131k": "", "Lœuillet": "", "Marie": "", "Fr\u00e1nc": "",
		"\u0415лена": "",
	} {
		if got := odd(name); got != want {
			t.Errorf("odd(%q) = %q, want %q", name, got, want)
		}
	}
}
