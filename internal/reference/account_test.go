package reference

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAccounts(t *testing.T) {
	const set = `code: JDD-a
accounts:
  - {login: yann, name: Yann, role: gestionnaire-antenne, entity: Bretagne, password: secret}
  - {name: sans compte}
  - {login: 007}
`
	want := []Account{{Login: "yann", Name: "Yann", Role: "gestionnaire-antenne", Entity: "Bretagne"}, {Login: "007"}}
	if diff := cmp.Diff(want, Accounts([]byte(set))); diff != "" {
		t.Errorf("accounts (-want +got):\n%s", diff)
	}
	for _, other := range []string{
		"", "accounts: 3", "accounts: {yann: x}", "accounts: [yann]", "accounts: &a [x]", "not: [closed",
	} {
		if got := Accounts([]byte(other)); got != nil {
			t.Errorf("Accounts(%q) = %v, want none", other, got)
		}
	}
}
