package reference

import "recette/internal/yamldoc"

// Account is somebody that a data set puts into the product under test, for a tester to be. It holds no password.
type Account struct {
	Login  string
	Name   string
	Role   string // a role of the project, by any of its names
	Entity string // antenne; may be empty
}

// Accounts gives the accounts that a file of data lists under "accounts", as the CRM of the example does: a list of
// mappings that hold a login. The body of such a file belongs to whoever loads it, so that any other shape is no
// mistake and gives none.
func Accounts(data []byte) []Account {
	var in struct {
		Accounts yamldoc.Value `yaml:"accounts"`
		Body     struct{}      `yaml:"-,open"`
	}
	if yamldoc.Decode("", data, &in).Err() != nil || in.Accounts.Kind != yamldoc.List {
		return nil
	}
	var list []Account
	for _, item := range in.Accounts.Items {
		var a Account
		for _, p := range item.Pairs {
			switch p.Key {
			case "login":
				a.Login = p.Value.Text
			case "name":
				a.Name = p.Value.Text
			case "role":
				a.Role = p.Value.Text
			case "entity":
				a.Entity = p.Value.Text
			}
		}
		if a.Login != "" {
			list = append(list, a)
		}
	}
	return list
}
