package importer

import (
	"bytes"
	"errors"
	"testing"

	"github.com/xuri/excelize/v2"

	"recette/reports/cahier"
	"recette/reports/cahier/workbook"
)

func TestOpen_Refuses(t *testing.T) {
	executed := func() []byte {
		var b bytes.Buffer
		if err := workbook.Write(&b, book(cahier.Executed), cahier.Options{Texts: texts(t)}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	changed := func(cell, value string) []byte {
		f, err := excelize.OpenReader(bytes.NewReader(filled(t, nil)))
		if err == nil {
			err = f.SetCellStr(workbook.Binding, cell, value)
		}
		if err != nil {
			t.Fatal(err)
		}
		out, err := f.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	for name, tt := range map[string]struct {
		data []byte
		want error
	}{
		"an executed cahier": {executed(), ErrExecuted},
		"another case":       {changed("A2", "SC-0009"), ErrBinding},
		"another text":       {changed("B2", "content/1:other"), ErrBinding},
		"another attempt":    {changed("E2", "7"), ErrBinding},
		"another campaign":   {changed("B1", "autre"), ErrBinding},
		"no digest":          {changed("G1", ""), ErrBinding},
		"more cases":         {changed("F1", "99999999"), ErrBinding},
	} {
		if _, err := Open("c.xlsx", tt.data); !errors.Is(err, tt.want) {
			t.Errorf("%s: error = %v, want %v", name, err, tt.want)
		}
	}
}
