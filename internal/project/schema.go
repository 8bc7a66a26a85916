package project

import _ "embed"

//go:embed schema.json
var schema []byte

// Schema is the JSON Schema (draft 2020-12) of recette.yaml, for editors. A test holds it equal to what Parse reads.
func Schema() []byte { return append([]byte(nil), schema...) }
