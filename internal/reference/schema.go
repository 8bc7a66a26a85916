package reference

import _ "embed" // the schema travels with the program

//go:embed data.schema.json
var dataSchema string

// DataSchema gives the JSON Schema of the head of a data set, for editors.
func DataSchema() string { return dataSchema }
