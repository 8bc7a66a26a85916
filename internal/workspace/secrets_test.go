package workspace

import "testing"

func TestParted(t *testing.T) {
	tests := map[string]struct{ address, info, shown string }{
		"none":              {"https://crm.test/a@b", "", "https://crm.test/a@b"},
		"no scheme":         {"crm.test", "", "crm.test"},
		"password":          {"https://agent:S3cret@crm.test/x?y=a@b#z", "agent:S3cret", "https://crm.test/x?y=a@b#z"},
		"token":             {"https://jeton@crm.test", "jeton", "https://crm.test"},
		"@ in the password": {"https://agent:S3@cret@crm.test/", "agent:S3@cret", "https://crm.test/"},
		"/ in the password": {"https://agent:S3/cret@crm.test/", "agent:S3/cret", "https://crm.test/"},
		"# in the password": {"https://agent:S3#cret@crm.test/", "agent:S3#cret", "https://crm.test/"},
		"no //":             {"admin:secret@crm.test/x", "admin:secret", "crm.test/x"},
		"no //, / within":   {"admin:se/cret@crm.test/x", "admin:se/cret", "crm.test/x"},
		"no //, // within":  {"admin:se//cret@crm.test/x", "admin:se//cret", "crm.test/x"},
		"no //, a scheme":   {"HTTPS:u:S3cret@crm.test", "u:S3cret", "HTTPS:crm.test"},
		"one slash":         {"https:/u:S3cret@crm.test", "u:S3cret", "https:/crm.test"},
		"three slashes":     {"https:///u:S3cret@crm.test", "u:S3cret", "https:///crm.test"},
		"backslashes":       {`https:\\u:S3cret@crm.test`, "u:S3cret", `https:\\crm.test`},
		"no scheme, //":     {"//u:S3cret@crm.test", "u:S3cret", "//crm.test"},
		"// behind it":      {"u:S3cret@crm.test//x", "u:S3cret", "crm.test//x"},
		"a space before":    {" https://u:S3cret@crm.test/x", "u:S3cret", " https://crm.test/x"},
		"escaped":           {"crm://agent:S3%2Fcret@crm.test", "agent:S3%2Fcret", "crm://crm.test"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if info, shown := partAddress(tt.address); info != tt.info || shown != tt.shown {
				t.Errorf("partAddress(%q) = %q, %q; want %q, %q", tt.address, info, shown, tt.info, tt.shown)
			}
		})
	}
	if got := credentials(
		"poste", "crm://agent:S3%2Fcret-long@crm.test",
	); len(got) != 1 || got[0].Text != "S3/cret-long" {
		t.Errorf("credentials = %+v, want the password as it is typed", got)
	}
	for _, address := range []string{
		"agent:S3cret-long@crm.test", "https:agent:S3cret-long@crm.test", `https:\\agent:S3cret-long@h`,
	} {
		if got := credentials("poste", address); len(got) != 1 || got[0].Text != "S3cret-long" {
			t.Errorf("credentials of %q = %+v, want the password", address, got)
		}
	}
	if got := credentials("poste", "https://agent@crm.test"); got != nil {
		t.Errorf("credentials of a name alone = %+v", got)
	}
}
