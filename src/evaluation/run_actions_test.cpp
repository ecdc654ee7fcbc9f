#include "evaluation/run_actions.h"

#include <gtest/gtest.h>

namespace medal::evaluation {
namespace {

RunRow complete_run() {
    RunRow row;
    row.campaign_id.uuid.bytes[0] = 3;
    row.submitter_id.uuid.bytes[0] = 1;
    row.state = RunState::complete;
    return row;
}

base::Actor person(std::uint8_t number) {
    base::Actor actor;
    actor.kind = base::ActorKind::person;
    actor.person_id.uuid.bytes[0] = number;
    return actor;
}

base::Actor organizer() {
    auto actor = person(2);
    actor.roles = {{base::Role::organizer, complete_run().campaign_id}};
    return actor;
}

TEST(Run, is_published_or_disqualified_by_organizers_only) {
    EXPECT_EQ(allowed_actions(organizer(), complete_run()),
              (std::vector{RunAction::publish, RunAction::disqualify}));
    EXPECT_TRUE(allowed_actions(person(1), complete_run()).empty());
}

TEST(Run, that_is_disqualified_cannot_be_published_but_reinstated) {
    auto run = complete_run();
    run.disqualified = "The model had seen the questions.";
    EXPECT_EQ(allowed_actions(organizer(), run), std::vector{RunAction::reinstate});
}

TEST(Run, is_submitted_only_once_it_has_predictions) {
    auto run = complete_run();
    run.state = RunState::queued;
    EXPECT_EQ(allowed_actions(person(1), run), std::vector{RunAction::cancel});
    run.predictions_blob = base::Sha256{};
    EXPECT_EQ(allowed_actions(person(1), run), (std::vector{RunAction::submit, RunAction::cancel}));
}

}  // namespace
}  // namespace medal::evaluation
