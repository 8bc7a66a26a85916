package sqlite

import "testing"

// TestSchemaDigest: the digest that openings compare with is that of what the migrations make.
func TestSchemaDigest(t *testing.T) {
	ms, err := migrations(migrationFiles)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := freshSchema(t.Context(), ms)
	if err != nil {
		t.Fatal(err)
	}
	if got := digestOf(schema); got != schemaDigest {
		t.Errorf("the schema has the digest %s, openings compare with %s", got, schemaDigest)
	}
}
