package plan

import _ "embed" // the schema travels with the program

//go:embed schema.json
var schema string

// Schema gives the JSON Schema of a plan, for editors: it says what Read reads.
func Schema() string { return schema }
