package verify

import "strings"

// exit expects a warning for the criteria of exit that are not met, with what each comes to and its threshold, and for
// those of which nobody knows. What the PV shows of each is compared beside. The rules of before said nothing of it.
func (w *warnings) exit() {
	if !w.canon.lives {
		return
	}
	lists := map[string][]string{}
	for _, x := range w.pv.Exit {
		said := x.Text
		if terms := x.Measured; x.Met == "no" && (terms != "" || x.Threshold != "") {
			if terms == "" {
				terms = "–"
			}
			if x.Threshold != "" {
				terms += ", " + x.Threshold
			}
			said += " (" + terms + ")"
		}
		lists[x.Met] = append(lists[x.Met], said)
	}
	for _, x := range []struct{ code, met string }{{"exit_unmet", "no"}, {"exit_unknown", "unknown"}} {
		if list := lists[x.met]; len(list) > 0 {
			w.count(x.code, len(list))
			last := &w.list[len(w.list)-1]
			last.args = append(last.args, strings.Join(list, ", "))
		}
	}
}
