package process

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"recette/internal/bounded"
)

// kin is a process as the kernel tells of it.
type kin struct {
	pid    int
	parent int
	group  int
	name   string
	alive  bool // a zombie is not
}

// namesOf gives the number and the name of each.
func namesOf(list []kin) []string {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = fmt.Sprintf("%d %s", p.pid, p.name)
	}
	return names
}

// statMax is more than what the kernel says of a process in one line, in bytes.
const statMax = 4 << 10

// look reads what the kernel says of a process in /proc/<pid>/stat: "pid (name) state ppid pgrp", where a name may hold
// anything.
func look(pid int) (k kin, ok bool) {
	b, err := bounded.ReadFile("/proc/"+strconv.Itoa(pid)+"/stat", statMax)
	open, shut := bytes.IndexByte(b, '('), bytes.LastIndexByte(b, ')')
	if err != nil || open < 0 || shut < open {
		return kin{}, false
	}
	fields := strings.Fields(string(b[shut+1:]))
	if len(fields) < 3 {
		return kin{}, false
	}
	k = kin{pid: pid, name: string(b[open+1 : shut]), alive: fields[0] != "Z" && fields[0] != "X"}
	k.parent, _ = strconv.Atoi(fields[1]) // the kernel writes numbers
	k.group, _ = strconv.Atoi(fields[2])
	return k, true
}

// processes lists the processes of the machine, in the order of their numbers.
func processes() []kin {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var all []kin
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if k, ok := look(pid); ok {
			all = append(all, k)
		}
	}
	slices.SortFunc(all, func(a, b kin) int { return a.pid - b.pid })
	return all
}

// descendants lists the live processes that descend from one, itself left out. Zombies are passed through: they may
// have children that are not given away yet.
func descendants(root int) []kin {
	all := processes()
	parents := make(map[int]int, len(all))
	for _, k := range all {
		parents[k.pid] = k.parent
	}
	return slices.DeleteFunc(all, func(k kin) bool {
		up := k.parent
		for hops := 0; up != root && up > 1 && hops < len(all); hops++ {
			up = parents[up]
		}
		return up != root || !k.alive
	})
}

// relatives lists the live processes of a group, its leader left out, and those that carry the marker.
func relatives(pgid int, marker string) []kin {
	return slices.DeleteFunc(processes(), func(k kin) bool {
		return !k.alive || k.pid == pgid || k.pid == os.Getpid() || k.group != pgid && !carries(environ(k.pid), marker)
	})
}

// environ reads the environment of a process: nothing of those of others.
func environ(pid int) []byte {
	env, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/environ") //nolint:forbidigo // the kernel answers at once
	return env
}

// carries reports whether an environment holds the marker. Nothing carries an empty one, as every environment would.
func carries(env []byte, marker string) bool {
	if marker == "" {
		return false
	}
	for kv := range bytes.SplitSeq(env, []byte{0}) {
		if string(kv) == marker {
			return true
		}
	}
	return false
}
