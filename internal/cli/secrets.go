package cli

import (
	"errors"
	"net/url"
	"strings"

	"recette/internal/plan"
	"recette/internal/secret"
	"recette/internal/workspace"
)

// proxies are variables of the machine that steps receive and whose address may hold a password.
func proxies() []string {
	return []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"}
}

// secrets gives what hides the values that must not be shown in what steps send: those of the variables that
// recette.yaml declares for them, and the passwords in the addresses that they are told. A value that cannot be hidden
// is refused.
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
// token if it can be one.
func credentials(name, address string) []secret.Value {
	info, _ := workspace.PartAddress(address)
	user, pass, ok := strings.Cut(info, ":")
	if ok {
		return []secret.Value{{Name: name, Text: unescaped(pass)}}
	}
	token := []secret.Value{{Name: name, Text: unescaped(user)}}
	if !secretEnough(token) {
		return nil
	}
	return token
}

func unescaped(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

// frozenTarget is where a campaign is conducted: what was frozen, and what its PV will name, whatever recette.yaml says
// since. The password that was not frozen with the address is that of recette.yaml.
func frozenTarget(p *projectAt, m *plan.Manifest) target {
	to := target{m.Environment.Name, m.Environment.URL}
	if e := p.Environment(to.name); e != nil && workspace.ShownAddress(e.URL) == to.url {
		to.url = e.URL
	}
	return to
}
