#include "faults/path.h"

#include "accounts/registration.h"
#include "base/config.h"
#include "base/json.h"
#include "campaign/actions.h"
#include "imaging/phantom/phantom.h"
#include "work/run.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <boost/json.hpp>

namespace medal::testing {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using http::Method;

constexpr const char* kCase =
    R"({{"label":"Phantom","problem_id":"{}","clinical_context":"Incidental finding in the upper abdomen; no known cancer.","age_band":"50-59",)"
    R"("sex":"female","site_name":"Hospital","country":"IT","terms":{{"modality":["ct"],"anatomy":["liver"],"task":["characterisation"]}},)"
    R"("licence":"CC-BY-4.0","consent":{{"basis":"synthetic","statements":["right_to_share","deidentified","withdrawal"]}}}})";

constexpr const char* kProblem =
    R"({"title":"Which small liver lesions on CT need a biopsy?",)"
    R"("decision_supported":"Whether a patient is sent to biopsy or to follow-up.",)"
    R"("current_practice":"Two specialists read; the second one settles disagreement.",)"
    R"("unmet_need":"Many benign lesions are biopsied today, some malignant ones are not.",)"
    R"("affected_population":"Adults; several hundred thousand a year worldwide.",)"
    R"("target_performance":"At least as good as a specialist with ten years of practice.",)"
    R"("reference_feasibility":"Histopathology or two years of follow-up.",)"
    R"("equity":"Specialists are rare outside large cities.",)"
    R"("terms":{"modality":["ct"],"anatomy":["liver"],"task":["characterisation"]},)"
    R"("references":["https://doi.org/10.1038/s41592-023-02151-z"],"coauthors":[]})";

constexpr const char* kItem =
    R"({{"stem":"In which structure does the marked abnormality lie?","language":"en",)"
    R"("rationale":"Known by construction.","reference_standard":"synthetic_ground_truth",)"
    R"("reference_note":"Drawn so.","difficulty_note":"Needs the images.","asset_ids":["{}"],)"
    R"("answer_spec":{{"type":"single_choice","options":[{{"key":"a","text":"liver"}},{{"key":"b","text":"spleen"}}]}},)"
    R"("reference":{{"type":"single_choice","option":"a"}}}})";

constexpr const char* kRedaction =
    R"({{"asset_id":"{}","regions":[{{"frame_from":0,"frame_to":1,"x":4,"y":4,"width":20,"height":8,)"
    R"("style":"fill","subject":"text"}}]}})";

std::string read_file(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

json::value parsed(const Answer& answer) {
    return json::parse(answer.body);
}

std::string text_at(const Answer& answer, const std::string& pointer) {
    return std::string{parsed(answer).at_pointer(pointer).as_string()};
}

/// A deed: `target` and `body` are made from what was noted; `keep` names the answer's id in the notes.
struct Deed {
    std::string name;
    std::string who;
    Method method = Method::post;
    std::function<std::string(const Notes&)> target;
    std::function<std::string(const Notes&)> body = [](const Notes&) { return std::string{}; };
    std::string keep{};
};

std::function<std::string(const Notes&)> fixed(std::string text) {
    return [text = std::move(text)](const Notes&) { return text; };
}

/// "/api/v1/cases/<noted>/actions" for ("cases", "case", "/actions").
std::function<std::string(const Notes&)> at(const std::string& family, const std::string& noted,
                                            const std::string& rest = "") {
    return [=](const Notes& notes) { return "/api/v1/" + family + "/" + notes.at(noted) + rest; };
}

Step step_of(const Deed& deed) {
    auto act = [deed](House& house, const Notes& notes) {
        return house.call(deed.who, {deed.method, deed.target(notes), deed.body(notes), {}});
    };
    auto note = [keep = deed.keep](const Answer& answer, Notes& notes) {
        if (!keep.empty()) notes[keep] = text_at(answer, "/id");
    };
    return {deed.name, act, note, false};
}

Step action(const std::string& who, const std::string& family, const std::string& noted,
            const std::string& word) {
    return step_of({who + " does " + word + " on " + noted,
                    who,
                    Method::post,
                    at(family, noted, "/actions"),
                    fixed(R"({"action":")" + word + R"("})"),
                    {}});
}

/// A job is over when its subject is in `state`; pauses between attempts are skipped.
Step job(const std::string& name, const std::string& who, const std::string& family, const std::string& noted,
         const std::string& state) {
    auto act = [=](House& house, const Notes& notes) {
        house.run_jobs();
        auto seen = house.call(who, {Method::get, "/api/v1/" + family + "/" + notes.at(noted), {}, {}});
        if (!seen.is_success() || text_at(seen, "/state") != state) seen.status = 503;
        return seen;
    };
    return {name, act, [](const Answer&, Notes&) {}, true};
}

std::vector<Step> account_steps() {
    const auto account = fixed(
        R"({"email":"new@medal.example","password":"amber violin over harbour","display_name":"Dr. New",)"
        R"("institution":"Hospital","country":"IT","language":"en"})");
    return {step_of({"a stranger signs up", "", Method::post, fixed("/api/v1/accounts"), account, {}}),
            step_of({"a person signs in",
                     "",
                     Method::post,
                     fixed("/api/v1/session"),
                     fixed(R"({"email":"contributor@medal.example","password":"amber violin over harbour"})"),
                     {}}),
            step_of({"a person makes a token",
                     "developer",
                     Method::post,
                     fixed("/api/v1/me/tokens"),
                     fixed(R"({"name":"exam","scopes":["read","evaluate"]})"),
                     {}})};
}

std::vector<Step> problem_steps() {
    return {step_of({"a problem is drafted", "contributor", Method::post,
                     at("campaigns", "campaign", "/problems"), fixed(kProblem), "problem"}),
            action("contributor", "problems", "problem", "submit"),
            action("organizer", "problems", "problem", "screen"),
            action("organizer", "problems", "problem", "start_rating"),
            action("organizer", "problems", "problem", "prioritise"),
            action("organizer", "problems", "problem", "open_for_data"),
            step_of({"problems are searched",
                     "contributor",
                     Method::get,
                     at("campaigns", "campaign", "/problems?search=liver"),
                     fixed(""),
                     {}})};
}

std::vector<Step> upload_steps(const fs::path& file, int number) {
    const auto bytes = read_file(file);
    const auto noted = "upload" + std::to_string(number);
    auto create = [size = bytes.size()](House& house, const Notes& notes) {
        return house.call("contributor", {Method::post,
                                          "/files",
                                          {},
                                          {{"tus-resumable", "1.0.0"},
                                           {"upload-length", std::to_string(size)},
                                           {"upload-metadata", "case_id " + notes.at("case_in_base64")}}});
    };
    auto send = [bytes, noted](House& house, const Notes& notes) {
        const auto& target = notes.at(noted);
        const auto seen = house.call("contributor", {Method::head, target, {}, {{"tus-resumable", "1.0.0"}}});
        if (!seen.is_success()) return seen;
        return house.call("contributor", {Method::patch,
                                          target,
                                          bytes.substr(std::stoul(seen.upload_offset)),
                                          {{"tus-resumable", "1.0.0"},
                                           {"upload-offset", seen.upload_offset},
                                           {"content-type", "application/offset+octet-stream"}}});
    };
    return {{"an upload is begun", create,
             [noted](const Answer& answer, Notes& notes) { notes[noted] = answer.location; }, false},
            {"its bytes are sent", send, [](const Answer&, Notes&) {}, false}};
}

std::string in_base64(const std::string& text) {
    static constexpr std::string_view kLetters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8U | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            out += i + k <= text.size() ? kLetters[group >> (18 - 6 * k) & 63U] : '=';
        }
    }
    return out;
}

std::vector<Step> redaction_steps() {
    const auto regions = [](const Notes& notes) { return fmt::format(kRedaction, notes.at("asset")); };
    return {step_of({"a place is made unreadable",
                     "contributor",
                     Method::post,
                     at("cases", "case", "/redactions"),
                     regions,
                     {}}),
            job("the place is unreadable", "contributor", "cases", "case", "ready")};
}

std::vector<Step> case_steps(const fs::path& images) {
    auto draft =
        step_of({"a case is drafted", "contributor", Method::post, at("campaigns", "campaign", "/cases"),
                 [](const Notes& notes) { return fmt::format(kCase, notes.at("problem")); }, "case"});
    draft.note = [](const Answer& answer, Notes& notes) {
        notes["case"] = text_at(answer, "/id");
        notes["case_in_base64"] = in_base64(notes["case"]);
    };
    std::vector<Step> steps{draft};
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator{images}) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (std::size_t i = 0; i < files.size(); ++i) {
        for (auto& step : upload_steps(files[i], static_cast<int>(i))) steps.push_back(std::move(step));
    }
    steps.push_back(action("contributor", "cases", "case", "process"));
    auto process = job("the case is processed", "contributor", "cases", "case", "ready");
    process.note = [](const Answer& answer, Notes& notes) {
        notes["asset"] = text_at(answer, "/assets/0/id");
    };
    steps.push_back(process);
    for (auto& step : redaction_steps()) steps.push_back(std::move(step));
    return steps;
}

std::vector<Step> item_steps() {
    return {step_of({"a question is drafted", "contributor", Method::post, at("cases", "case", "/items"),
                     [](const Notes& notes) { return fmt::format(kItem, notes.at("asset")); }, "item"}),
            action("contributor", "items", "item", "submit"),
            job("the question is checked", "contributor", "items", "item", "in_review")};
}

std::vector<Step> review_steps(const std::string& who) {
    const auto noted = "review by " + who;
    return {
        step_of({who + " is invited", "chair", Method::post, at("items", "item", "/reviews"),
                 [who](const Notes& notes) { return R"({"reviewer_id":")" + notes.at(who) + R"("})"; },
                 noted}),
        action(who, "reviews", noted, "accept"),
        step_of({who + " answers blind",
                 who,
                 Method::post,
                 at("reviews", noted, "/answer"),
                 fixed(R"({"answer":{"type":"single_choice","option":"a"},"confidence":80,"seconds":60})"),
                 {}}),
        step_of({who + " scores",
                 who,
                 Method::put,
                 at("reviews", noted, "/scores"),
                 [](const Notes& notes) { return notes.at("scores"); },
                 {}}),
        action(who, "reviews", noted, "submit")};
}

std::vector<Step> release_steps() {
    return {
        step_of({"the chair accepts",
                 "chair",
                 Method::post,
                 at("items", "item", "/decision"),
                 fixed(R"({"decision":"accept","reason":"Two reviews agree."})"),
                 {}}),
        step_of({"a release is begun", "organizer", Method::post, at("campaigns", "campaign", "/releases"),
                 fixed(R"({"name":"Exam","version":"2026.1","notes":""})"), "release"}),
        step_of({"questions are chosen",
                 "organizer",
                 Method::put,
                 at("releases", "release", "/items"),
                 [](const Notes& notes) {
                     return R"({"entries":[{"item_id":")" + notes.at("item") +
                            R"(","split":"public-test"}]})";
                 },
                 {}}),
        action("organizer", "releases", "release", "freeze"),
        job("the release is frozen", "organizer", "releases", "release", "frozen"),
        action("organizer", "releases", "release", "publish"),
        step_of({"the package is fetched",
                 "developer",
                 Method::get,
                 at("releases", "release", "/export.tar"),
                 fixed(""),
                 {}})};
}

std::vector<Step> exam_steps() {
    const auto draft = fixed(
        R"({"model":{"name":"uniform_guess","version":"1","kind":"baseline","provider":"openai","url":"http://localhost"},)"
        R"("protocol":{"profile":"medal-2d-v1","epochs":1,"prompt_version":"medal-prompt-1"},"note":"","sitting":"sitting 1"})");
    return {
        step_of(
            {"a run is begun", "developer", Method::post, at("releases", "release", "/runs"), draft, "run"}),
        step_of(
            {"predictions are handed in",
             "developer",
             Method::put,
             at("runs", "run", "/predictions"),
             [](const Notes& notes) {
                 return R"({"item_id":")" + notes.at("item") +
                        R"(","epoch":1,"status":"answered","response":"a","answer":{"type":"single_choice","option":"a"},)"
                        R"("model":"uniform_guess","profile":"medal-2d-v1"})" +
                        "\n";
             },
             {}}),
        action("developer", "runs", "run", "submit"),
        job("the run is graded", "organizer", "runs", "run", "complete"),
        action("organizer", "runs", "run", "publish"),
        step_of({"the board is read",
                 "",
                 Method::get,
                 at("releases", "release", "/leaderboard"),
                 fixed(""),
                 {}})};
}

base::PersonId add_person(House& house, const std::string& key, const std::string& institution,
                          const std::vector<base::RoleGrant>& roles) {
    const accounts::NewAccount account{
        key + "@medal.example", "amber violin over harbour", "Dr. " + key, institution, "IT", "en"};
    const auto hash = accounts::hash_password(account.password);
    const auto row = work::run(house.shop(), base::system_actor(), db::Access::write, [&](work::Unit& unit) {
        return accounts::create_person(unit, account, hash);
    });
    base::Actor actor;
    actor.kind = base::ActorKind::person;
    actor.person_id = row.id;
    actor.display_name = row.display_name;
    actor.institution = institution;
    actor.roles = roles;
    actor.scopes = {base::Scope::read,     base::Scope::contribute, base::Scope::review,
                    base::Scope::organize, base::Scope::evaluate,   base::Scope::admin};
    actor.email_verified = true;
    actor.credential_id = key;
    house.people.people[key] = actor;
    work::run(house.shop(), base::system_actor(), db::Access::write, [&](work::Unit& unit) {
        for (const auto& role : roles) accounts::grant_role(unit, row.id, role);
    });
    return row.id;
}

std::string scores_for(const campaign::CampaignFile& file) {
    json::object scores;
    for (const auto& one : file.rubric.criteria) scores[one.key] = 4;
    return json::serialize(
        json::object{{"scores", scores}, {"recommendation", "accept"}, {"comment", "Clear."}});
}

}  // namespace

Notes furnish(House& house, const fs::path& images) {
    imaging::phantom::make_phantom({.seed = 11, .slices = 2, .size = 64}, images);
    const auto file = base::from_json<campaign::CampaignFile>(
        base::config_file_as_json(std::string{MEDAL_SOURCE_ROOT} + "/examples/campaign/medal-2026.json"));
    const auto campaign =
        work::run(house.shop(), base::system_actor(), db::Access::write,
                  [&](work::Unit& unit) { return campaign::create_campaign(unit, file).id; });
    Notes notes{{"campaign", campaign.text()}, {"scores", scores_for(file)}};
    using base::Role;
    for (const auto& [key, role] :
         {std::pair{"contributor", Role::contributor}, std::pair{"organizer", Role::organizer},
          std::pair{"chair", Role::chair}, std::pair{"panel1", Role::panellist},
          std::pair{"panel2", Role::panellist}, std::pair{"developer", Role::model_developer}}) {
        notes[key] = add_person(house, key, std::string{"Institute of "} + key, {{role, campaign}}).text();
    }
    return notes;
}

std::vector<Step> whole_path(const fs::path& images) {
    std::vector<Step> all;
    for (auto part : {account_steps(), problem_steps(), case_steps(images), item_steps(),
                      review_steps("panel1"), review_steps("panel2"), release_steps(), exam_steps()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

}  // namespace medal::testing
