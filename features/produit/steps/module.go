package steps

import (
	"os"
	"path/filepath"
	"strings"
)

// moduleFile and moduleSums give the little project the versions that this suite was built with: those of the module
// that holds the working folder, which is where a worker runs.
func moduleFile() string {
	data := moduleRoot("go.mod")
	if data == "" {
		return module
	}
	_, requires, _ := strings.Cut(data, "\nrequire")
	return "module essai\n\ngo 1.26\n\nrequire" + requires
}

func moduleSums() string { return moduleRoot("go.sum") }

// moduleRoot reads a file of the nearest folder, upwards, that holds a go.mod.
func moduleRoot(name string) string {
	dir, err := os.Getwd()
	for err == nil {
		if _, missing := os.Stat(filepath.Join(dir, "go.mod")); missing == nil {
			data, _ := os.ReadFile(filepath.Join(dir, name))
			return string(data)
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			break
		}
		dir = parent
	}
	return ""
}
