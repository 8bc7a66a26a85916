package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// fill FILE CELL VALUE… writes into cells of a workbook, as somebody who fills it does: "Sheet!E5". A sheet is named by
// its number, from 1. A value that begins with an equals sign is a formula. A missing file is made.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 || len(args)%2 == 0 {
		ts.Fatalf("usage: fill FILE CELL VALUE…")
	}
	path := ts.MkAbs(args[0])
	f, err := excelize.OpenFile(path)
	if os.IsNotExist(err) {
		f, err = excelize.NewFile(), nil
	}
	ts.Check(err)
	for i := 1; i < len(args); i += 2 {
		sheet, cell, ok := strings.Cut(args[i], "!")
		if !ok {
			ts.Fatalf("fill: %q names no cell", args[i])
		}
		name := f.GetSheetName(int(sheet[0] - '1'))
		if formula, ok := strings.CutPrefix(args[i+1], "="); ok {
			ts.Check(f.SetCellFormula(name, cell, formula))
			continue
		}
		ts.Check(f.SetCellStr(name, cell, args[i+1]))
	}
	ts.Check(f.SaveAs(path))
	ts.Check(f.Close())
}

// office FROM TO has LibreOffice open a workbook and save it in the format that the ending of TO says. Without
// LibreOffice the rest of the script is skipped, and that is said.
func office(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: office FROM TO")
	}
	program, err := exec.LookPath("soffice")
	if err != nil {
		ts.Fatalf("SKIPPED: LibreOffice (soffice) is not installed: nobody opened the workbook")
	}
	out, err := os.MkdirTemp("", "office")
	ts.Check(err)
	defer os.RemoveAll(out)
	from := []string{ts.MkAbs(args[0])}
	if filepath.Ext(args[0]) == ".csv" { // semicolons, UTF-8, days first, as a French desktop
		from = append([]string{"--infilter=CSV:59,34,76,1,11/4"}, from...)
	}
	cmd := exec.Command(
		program, append([]string{
			"-env:UserInstallation=file://" + filepath.Join(out, "profile"), "--headless", "--convert-to",
			strings.TrimPrefix(filepath.Ext(args[1]), "."), "--outdir", out,
		}, from...)...,
	)
	cmd.WaitDelay = 5 * time.Second
	timer := time.AfterFunc(2*time.Minute, func() { _ = cmd.Process.Kill() })
	said, err := cmd.CombinedOutput()
	timer.Stop()
	if err != nil {
		ts.Fatalf("soffice: %v\n%s", err, said)
	}
	base := strings.TrimSuffix(filepath.Base(args[0]), filepath.Ext(args[0]))
	data, err := os.ReadFile(filepath.Join(out, base+filepath.Ext(args[1])))
	if err != nil {
		ts.Fatalf("soffice made no file: %v\n%s", err, said)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o600))
}
