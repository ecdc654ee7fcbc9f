#include "campaign/store.h"

#include "db/bind.h"

#include <algorithm>
#include <array>

namespace medal::campaign {
namespace {

constexpr db::Migration kMigrations[] = {
    {200, "campaigns", R"(
        CREATE TABLE campaigns (
            id TEXT PRIMARY KEY, slug TEXT NOT NULL, version BIGINT NOT NULL, content TEXT NOT NULL,
            created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL);
        CREATE UNIQUE INDEX campaigns_slug ON campaigns (slug);
        CREATE TABLE campaign_versions (
            campaign_id TEXT NOT NULL REFERENCES campaigns (id), version BIGINT NOT NULL, content TEXT NOT NULL,
            made_at BIGINT NOT NULL, PRIMARY KEY (campaign_id, version));
    )"},
    {201, "problems", R"(
        CREATE TABLE problems (
            id TEXT PRIMARY KEY, campaign_id TEXT NOT NULL REFERENCES campaigns (id), author_id TEXT NOT NULL,
            author_name TEXT NOT NULL, author_institution TEXT NOT NULL, state TEXT NOT NULL,
            version BIGINT NOT NULL, title TEXT NOT NULL, decision_supported TEXT NOT NULL,
            current_practice TEXT NOT NULL, unmet_need TEXT NOT NULL, affected_population TEXT NOT NULL,
            target_performance TEXT NOT NULL, reference_feasibility TEXT NOT NULL, equity TEXT NOT NULL,
            terms TEXT NOT NULL, literature TEXT NOT NULL, coauthors TEXT NOT NULL, merged_into TEXT,
            search_text TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL);
        CREATE INDEX problems_by_campaign ON problems (campaign_id, id);
        CREATE INDEX problems_by_state ON problems (campaign_id, state, id);
        CREATE INDEX problems_by_author ON problems (author_id, campaign_id, id);
        CREATE TABLE problem_terms (
            problem_id TEXT NOT NULL REFERENCES problems (id), term TEXT NOT NULL, PRIMARY KEY (term, problem_id));
        CREATE INDEX problem_terms_by_problem ON problem_terms (problem_id);
    )"},
};

void save_version(db::Session& session, const CampaignRow& row) {
    db::execute(
        session,
        "INSERT INTO campaign_versions (campaign_id, version, content, made_at) VALUES ($1, $2, $3, $4)",
        row.id, row.version, row.content, row.updated_at);
}

void save_terms(db::Session& session, const ProblemRow& row) {
    db::execute(session, "DELETE FROM problem_terms WHERE problem_id = $1", row.id);
    for (const auto& [axis, terms] : row.terms) {
        for (const auto& term : terms) {
            db::execute(session,
                        "INSERT INTO problem_terms (problem_id, term) VALUES ($1, $2) ON CONFLICT (term, "
                        "problem_id) DO NOTHING",
                        row.id, axis + ":" + term);
        }
    }
}

// One pattern a place; the places that no word fills match everything.
std::array<std::string, store::kMaxSearchWords> patterns_of(const std::vector<std::string>& words) {
    std::array<std::string, store::kMaxSearchWords> patterns;
    patterns.fill("%");
    const auto used = std::min(words.size(), patterns.size());
    for (std::size_t i = 0; i < used; ++i) patterns.at(i) = "%" + words[i] + "%";
    return patterns;
}

}  // namespace

std::span<const db::Migration> migrations() {
    return kMigrations;
}

namespace store {

void insert(db::Session& session, const CampaignRow& row) {
    db::insert(session, "campaigns", row);
    save_version(session, row);
}

void update(db::Session& session, const CampaignRow& row) {
    db::update(session, "campaigns", row);
    save_version(session, row);
}

std::optional<CampaignRow> find_campaign(db::Session& session, CampaignId id) {
    return db::maybe_row<CampaignRow>(session, "SELECT * FROM campaigns WHERE id = $1", id);
}

std::optional<CampaignRow> find_campaign(db::Session& session, const std::string& slug) {
    return db::maybe_row<CampaignRow>(session, "SELECT * FROM campaigns WHERE slug = $1", slug);
}

std::vector<CampaignRow> list_campaigns(db::Session& session) {
    return db::rows<CampaignRow>(session, "SELECT * FROM campaigns ORDER BY id DESC LIMIT 200");
}

void insert(db::Session& session, const ProblemRow& row) {
    db::insert(session, "problems", row);
    save_terms(session, row);
}

void update(db::Session& session, const ProblemRow& row) {
    db::update(session, "problems", row);
    save_terms(session, row);
}

std::optional<ProblemRow> find_problem(db::Session& session, ProblemId id) {
    return db::maybe_row<ProblemRow>(session, "SELECT * FROM problems WHERE id = $1", id);
}

std::vector<ProblemRow> list_problems(db::Session& session, const ProblemFilter& filter) {
    const auto words = patterns_of(filter.words);
    return db::rows<ProblemRow>(
        session,
        "SELECT * FROM problems WHERE campaign_id = $1 AND id < $2 "
        "AND (author_id = $3 OR (CAST($4 AS BIGINT) = 0 AND state NOT IN ('draft', 'withdrawn'))) "
        "AND (CAST($5 AS TEXT) IS NULL OR state = $5) "
        "AND (CAST($6 AS TEXT) IS NULL OR id IN (SELECT problem_id FROM problem_terms WHERE term = $6)) "
        "AND search_text LIKE $7 AND search_text LIKE $8 AND search_text LIKE $9 AND search_text LIKE $10 "
        "AND search_text LIKE $11 AND search_text LIKE $12 AND search_text LIKE $13 AND search_text LIKE $14 "
        "AND search_text LIKE $15 AND search_text LIKE $16 AND search_text LIKE $17 AND search_text LIKE $18 "
        "ORDER BY id DESC LIMIT $19",
        filter.campaign_id, filter.before.empty() ? std::string{"z"} : filter.before, filter.viewer,
        filter.only_own, filter.state, filter.term, words[0], words[1], words[2], words[3], words[4],
        words[5], words[6], words[7], words[8], words[9], words[10], words[11], filter.limit);
}

std::map<std::string, std::int64_t> count_problems(db::Session& session, CampaignId campaign) {
    return db::counts(
        session,
        "SELECT state AS name, count(*) AS n FROM problems WHERE campaign_id = $1 AND state NOT IN ('draft', "
        "'withdrawn') GROUP BY state",
        campaign);
}

std::map<std::string, std::int64_t> count_terms(db::Session& session, CampaignId campaign) {
    return db::counts(session,
                      "SELECT t.term AS name, count(*) AS n FROM problem_terms t JOIN problems p ON p.id = "
                      "t.problem_id WHERE p.campaign_id = $1 AND p.state NOT IN ('draft', 'withdrawn') "
                      "GROUP BY t.term",
                      campaign);
}

}  // namespace store
}  // namespace medal::campaign
