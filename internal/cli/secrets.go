package cli

import (
	"errors"
	"net/url"
	"strings"

	"recette/internal/plan"
	"recette/internal/secret"
)

// proxies are variables of the machine that steps receive and whose address may hold a password.
func proxies() []string {
	return []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"}
}

// secrets gives what hides the values that must not be shown in what steps send: those of the variables that recette.yaml
// declares for them, and the passwords in the addresses that they are told. A value that cannot be hidden is refused.
func (a *app) secrets(p *projectAt, to target) (*secret.Masker, error) {
	var values []secret.Value
	for _, auto := range p.Automation {
		for _, name := range auto.Env {
			values = append(values, secret.Value{Name: name, Text: a.env.Getenv(name)})
		}
	}
	for _, name := range proxies() {
		if v := credentials(name, a.env.Getenv(name)); secretEnough(v) {
			values = append(values, v...)
		}
	}
	declared := len(values)
	values = append(values, credentials(to.name, to.url)...)
	for _, e := range p.Environments {
		values = append(values, credentials(e.Name, e.URL)...)
	}
	m, err := secret.New(values...)
	weak, ok := errors.AsType[*secret.WeakError](err)
	switch {
	case !ok:
		return m, err
	case secretEnough(values[:declared]):
		return nil, fail("weak-address", nil, weak.Name)
	}
	return nil, fail("weak-secret", nil, weak.Name, secret.MinLength, secret.MinPlain)
}

func secretEnough(values []secret.Value) bool {
	_, err := secret.New(values...)
	return err == nil
}

// credentials gives the secret of an address: its password, or the name that stands alone before the @, which is then a
// token if it can be one. The password counts as written too, with its percent escapes.
func credentials(name, address string) []secret.Value {
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		return nil
	}
	if pass, ok := u.User.Password(); ok {
		return []secret.Value{{Name: name, Text: pass}}
	}
	token := []secret.Value{{Name: name, Text: u.User.Username()}}
	if !secretEnough(token) {
		return nil
	}
	return token
}

// shownAddress gives an address without what stands before its @: a campaign freezes it and every PV prints it.
func shownAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		return address
	}
	_, after, _ := strings.Cut(address, "@")
	before, _, _ := strings.Cut(address, "//")
	return before + "//" + after
}

// frozenTarget is where a campaign is conducted: what was frozen, and what its PV will name, whatever recette.yaml says
// since. The password that was not frozen with the address is that of recette.yaml.
func (p *projectAt) frozenTarget(m *plan.Manifest) target {
	to := target{m.Environment.Name, m.Environment.URL}
	if e := p.Environment(to.name); e != nil && shownAddress(e.URL) == to.url {
		to.url = e.URL
	}
	return to
}
