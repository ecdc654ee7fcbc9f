#include "faults/house.h"

#include "base/error.h"
#include "db/bind.h"
#include "imaging/worker/drawing_desk.h"
#include "release/signature.h"

#include <set>
#include <utility>

namespace medal::testing {
namespace {

namespace fs = std::filesystem;

// 2026-11-01: within the phases of the campaign of the examples.
constexpr base::Instant kStart{1'793'491'200'000'000};

http::RateLimits no_limits() {
    http::RateLimits limits;
    for (auto& rate : limits.by_class) rate = {};
    return limits;
}

std::string text_of(const db::Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* real = std::get_if<double>(&value)) return std::to_string(*real);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return "NULL";
}

std::vector<std::string> tables(db::Session& session) {
    return db::column<std::string>(
        session,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name");
}

bool is_trace_of_an_attempt(const std::string& table, const std::string& column) {
    return table == "cases" && (column == "done_steps" || column == "total_steps");
}

std::string body_of(const http::Response& response) {
    if (const auto* text = std::get_if<std::string>(&response.body)) return *text;
    if (const auto* shared = std::get_if<http::SharedText>(&response.body)) return **shared;
    if (const auto* stream = std::get_if<http::StreamBody>(&response.body)) {
        std::string all;
        std::vector<std::byte> piece(1 << 16);
        while (const auto length = stream->read(piece)) {
            all.append(reinterpret_cast<const char*>(piece.data()), length);
        }
        return all;
    }
    return {};
}

}  // namespace

base::Actor KnownPeople::authenticate(const http::Request& request) {
    const auto found = people.find(std::string{request.bearer().value_or("")});
    if (found != people.end()) return found->second;
    throw base::Error{base::ErrorKind::unauthenticated, "auth.bad_token", "This token is not known."};
}

struct House::Rooms {
    Rooms(House& house)
        : database(
              db::with_faults(db::Database::open({.url = "sqlite:" + (house.folder_ / "medal.db").string(),
                                                  .max_sessions = 4,
                                                  .is_durable = false}),
                              house.database_faults)),
          blobs(blob::with_faults(blob::open_local_store(house.folder_ / "blobs"), house.blob_faults)),
          shop{*database, *blobs, house.clock_, house.random_, {"http://localhost", house.folder_, "test"},
               {}} {
        db::migrate(*database, api::all_migrations());
        quarantine = std::make_unique<contribution::Quarantine>(
            contribution::Quarantine::Places{house.folder_ / "quarantine", house.memory_}, shop);
        const auto key = house.folder_ / "signing.key";
        if (!fs::exists(key)) release::save_secret_key(release::make_key_pair(), key);
        mail::DeliveryOptions mail;
        mail.folder = house.folder_ / "mail";
        desk = std::make_unique<imaging::worker::DrawingDesk>(
            imaging::worker::DeskOptions{.folder = house.folder_ / "drawing"});
        app = std::make_unique<api::App>(
            api::App{shop, house.cookies_, *quarantine, mail, key, 1 << 30, *desk});
        api::add_all_routes(router, *app);
        pipeline = std::make_unique<http::Pipeline>(
            http::Pipeline::Parts{router, house.people, house.cookies_, house.limiter_});
    }

    std::unique_ptr<db::Database> database;
    std::unique_ptr<blob::Store> blobs;
    work::Workshop shop;
    std::unique_ptr<contribution::Quarantine> quarantine;
    std::unique_ptr<imaging::worker::DrawingDesk> desk;
    std::unique_ptr<api::App> app;
    http::Router router;
    std::unique_ptr<http::Pipeline> pipeline;
};

House::House(fs::path folder, fs::path memory)
    : folder_(std::move(folder)), memory_(std::move(memory)), clock_(kStart), limiter_(no_limits()) {
    fs::create_directories(folder_);
    open();
}

work::Workshop& House::shop() {
    return rooms_->shop;
}

void House::open() {
    rooms_ = std::make_shared<Rooms>(*this);
}

void House::with_files_alone(const std::function<void()>& act) {
    rooms_.reset();
    act();
    open();
}

Answer House::call(const std::string& who, const Ask& ask) {
    http::Request request;
    request.method = ask.method;
    request.target = ask.target;
    request.headers.add("host", "localhost");
    if (!who.empty()) request.headers.add("authorization", "Bearer " + who);
    for (const auto& [name, value] : ask.headers) request.headers.add(name, value);
    if (!request.header("content-type")) {
        const bool is_lines = ask.target.ends_with("/predictions");
        request.headers.add("content-type", is_lines ? "application/x-ndjson" : "application/json");
    }
    request.content_length = ask.body.size();
    request.peer = "127.0.0.1";
    request.request_id = "test";
    request.deadline = std::chrono::steady_clock::now() + std::chrono::minutes{5};

    const auto& pipeline = *rooms_->pipeline;
    auto refusal = pipeline.admit(request);
    if (!refusal) refusal = pipeline.authorize(request);
    if (!refusal && request.route->open_sink) refusal = pipeline.open_sink(request);
    if (!refusal && request.sink) {
        try {
            if (!ask.body.empty()) request.sink->write(std::as_bytes(std::span{ask.body}));
        } catch (const std::exception& failure) {
            request.sink->broken();
            refusal = pipeline.refuse(request, failure);
        }
    } else {
        request.body = ask.body;
    }
    const auto response = refusal ? std::move(*refusal) : pipeline.answer(request);
    return {response.status, body_of(response), std::string{response.header("location")},
            std::string{response.header("upload-offset")}};
}

void House::run_jobs() {
    const auto settle = [this] { api::settle_abandoned(*rooms_->app); };
    jobs::JobLoop loop{*rooms_->database, clock_, random_, api::all_handlers(*rooms_->app), 0, {}, settle};
    try {
        loop.run_due();
    } catch (const base::Error&) {
        // What a thread of the loop does: it logs, and looks again later.
    }
}

std::string House::contents() {
    return db::transact(*rooms_->database, db::Access::read, [](db::Session& session) {
        std::string all;
        for (const auto& table : tables(session)) {
            if (table == "jobs") continue;
            const auto rows = session.query("SELECT * FROM " + table + " ORDER BY 1, 2", {});
            for (const auto& row : rows.rows) {
                all += table;
                for (std::size_t i = 0; i < row.size(); ++i) {
                    if (!is_trace_of_an_attempt(table, rows.columns[i])) all += "|" + text_of(row[i]);
                }
                all += "\n";
            }
        }
        return all;
    });
}

std::string House::shape() {
    return db::transact(*rooms_->database, db::Access::read, [](db::Session& session) {
        std::string all;
        for (const auto& table : tables(session)) {
            if (table == "jobs") continue;
            const auto rows = session.query("SELECT * FROM " + table, {});
            all += table + ": " + std::to_string(rows.rows.size());
            std::multiset<std::string> states;
            for (std::size_t i = 0; i < rows.columns.size(); ++i) {
                if (rows.columns[i] != "state") continue;
                for (const auto& row : rows.rows) states.insert(text_of(row[i]));
            }
            for (const auto& state : states) all += " " + state;
            all += "\n";
        }
        return all;
    });
}

}  // namespace medal::testing
