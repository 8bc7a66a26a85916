package workspace

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"recette/internal/secret"
)

// The fewest characters of a value that can be hidden: of any, and of one that holds letters alone.
const (
	SecretLength = secret.MinLength
	SecretPlain  = secret.MinPlain
)

// SecretError is a declared value that is too weak to be hidden in what steps send.
type SecretError struct {
	Name    string // of the variable or of the environment
	Address bool   // the value is in an address
}

func (e *SecretError) Error() string {
	return fmt.Sprintf("the value of %s is too weak to be hidden", e.Name)
}

// proxies are variables of the machine that steps receive and whose address may hold a password.
func proxies() []string {
	return []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"}
}

// Secrets gives what hides the values that must not be shown in what steps send: those of the variables that the
// configuration declares for them, and the passwords in the addresses that they are told. A value that cannot be hidden
// is refused by a *SecretError.
func (p *Project) Secrets(to Target) (*secret.Masker, error) {
	var values []secret.Value
	for _, auto := range p.Automation {
		for _, name := range auto.Env {
			values = append(values, secret.Value{Name: name, Text: p.deps.getenv(name)})
		}
	}
	for _, name := range proxies() {
		if v := credentials(name, p.deps.getenv(name)); secretEnough(v) {
			values = append(values, v...)
		}
	}
	declared := len(values)
	values = append(values, credentials(to.Name, to.URL)...)
	for _, e := range p.Environments {
		values = append(values, credentials(e.Name, e.URL)...)
	}
	m, err := secret.New(values...)
	weak, ok := errors.AsType[*secret.WeakError](err)
	switch {
	case !ok:
		return m, err //nolint:wrapcheck // it names the value
	case secretEnough(values[:declared]):
		return nil, &SecretError{Name: weak.Name, Address: true}
	}
	return nil, &SecretError{Name: weak.Name}
}

func secretEnough(values []secret.Value) bool {
	_, err := secret.New(values...)
	return err == nil
}

// credentials gives the secret of an address: its password, or the name that stands alone before the @, which is then a
// token if it can be one.
func credentials(name, address string) []secret.Value {
	info, _ := partAddress(address)
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
