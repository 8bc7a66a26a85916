package cli

import "recette/internal/reference"

// references reads what tags and steps refer to, without a word of what is wrong with it: that is a finding of lint.
func references(p *projectAt) *reference.Set {
	set, _ := p.References()
	return set
}

// readReferences reads what tags and steps refer to and prints what is wrong with it. A verb that shows the references
// goes on with what could be read.
func (a *app) readReferences(p *projectAt) *reference.Set {
	set, err := p.References()
	if err != nil {
		a.documentProblems(a.env.Stderr, err)
	}
	return set
}
