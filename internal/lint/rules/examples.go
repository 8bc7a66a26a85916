package rules

import (
	"embed"
	"io/fs"
)

//go:embed exemples
var examples embed.FS

// The files of an example, below the folder that bears the id of its rule. Other files of the folder are those of the
// small project that the example is part of: recette.yaml, roles.yaml and so on.
const (
	GoodExample = "bon.feature"
	BadExample  = "mauvais.feature"
)

// Example gives the folder of the example of a rule: a good and a bad feature in French. A fault of the bad one is
// announced by "# attendu: rule" on the line above, or by "# attendu-fichier: rule" when it is of the whole file.
func Example(rule string) (fs.FS, error) { return fs.Sub(examples, "exemples/"+rule) }
