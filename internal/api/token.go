package api

import "recette/internal/account"

// TokenList is the document of "recette token list", version 1.
type TokenList struct {
	V      int     `json:"v"`
	Tokens []token `json:"tokens"`
}

type token struct {
	ID     string   `json:"id"`
	Ref    string   `json:"ref"`
	Name   string   `json:"name"`
	Scopes []string `json:"scopes"`
	Since  string   `json:"since"`
	Until  string   `json:"until"` // from which it opens no more
	Used   string   `json:"used,omitempty"`
}

// NewTokenList lists tokens. Their secrets are nowhere, and their digests are not told. at gives since when, and until
// when, one opens.
func NewTokenList(all []account.Token, at func(*account.Token) (since, until string)) TokenList {
	doc := TokenList{V: 1, Tokens: []token{}}
	for i := range all {
		t := &all[i]
		one := token{ID: t.ID, Ref: t.Ref, Name: t.Name, Scopes: []string{}, Used: t.Used}
		one.Since, one.Until = at(t)
		for _, s := range t.Scopes {
			one.Scopes = append(one.Scopes, string(s))
		}
		doc.Tokens = append(doc.Tokens, one)
	}
	return doc
}
