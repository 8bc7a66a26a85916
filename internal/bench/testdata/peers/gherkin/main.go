// Command gherkin is the peer of "recette lint": the stock parser over each feature of a folder, and its pickles.
package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	gherkin "github.com/cucumber/gherkin/go/v26"
)

func main() {
	id, pickles := 0, 0
	next := func() string { id++; return strconv.Itoa(id) }
	err := filepath.WalkDir(os.Args[1], func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".feature" {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		doc, err := gherkin.ParseGherkinDocument(f, next)
		if err != nil {
			return err
		}
		pickles += len(gherkin.Pickles(*doc, path, next))
		return nil
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(pickles)
}
