// Package execution conducts a recette: once binding has said who owns every step, it schedules cases on workers,
// conducts attempts step by step, asks people for the verdicts of manual steps, keeps deadlines, and resumes an attempt
// in another process at the step where it was left.
//
// A Session is one person at the cases of a campaign, in any order and back; several go on at once. Guided leads a
// person through them one after the other, and a run conducts what needs nobody.
//
// What it promises: a case is reported only when its result is durable; a person's verdict is durable before anyone
// says so; a step that hangs or a worker that dies ends that case and nothing else; nothing that could not be judged is
// ever green; memory does not grow with the number of cases.
//
// It owns no step definition, no store and no screen. Those are interfaces declared here by their consumer: Worker,
// Recorder, EvidenceSink, Person. It refuses SQL, HTTP, terminals, godog and clocks of its own.
package execution
