#include "imaging/worker/drawing_desk.h"

#include "base/error.h"
#include "base/json.h"
#include "base/random.h"

#include <system_error>
#include <utility>

namespace medal::imaging::worker {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNameBytes = 16;
/// Longer than any drawing takes: what is older was left by a process that was killed.
constexpr std::chrono::hours kLeftover{1};
/// One picture takes no more of what is kept than this share.
constexpr std::size_t kLargestShare = 8;

[[noreturn]] void throw_overloaded() {
    throw base::Error{base::ErrorKind::unavailable, "http.overloaded",
                      "The server has too many pictures to draw; try again soon."};
}

// A folder of its own for the one file.
class Shown {
  public:
    Shown(const fs::path& folder, const fs::path& file) {
        base::SecureRandom random;
        folder_ = folder / base::random_token(random, kNameBytes);
        fs::create_directory(folder_);
        std::error_code error;
        const auto original = fs::canonical(file);
        fs::create_hard_link(original, path(), error);
        if (error) fs::copy_file(original, path());
    }
    ~Shown() {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Shown(const Shown&) = delete;
    Shown& operator=(const Shown&) = delete;

    fs::path path() const { return folder_ / "image"; }

  private:
    fs::path folder_;
};

std::string key_of(const std::string& content, picture::Rendition rendition) {
    rendition.path.clear();
    return content + base::to_json(rendition);
}

}  // namespace

/// One of the crew's hands while it lives. Whoever came first is served first.
class DrawingDesk::Turn {
  public:
    explicit Turn(DrawingDesk& desk) : desk_(desk) {
        std::unique_lock lock{desk.queue_lock_};
        auto& line = desk.line_;
        const bool must_wait = desk.busy_ >= desk.options_.workers || !line.empty();
        if (must_wait && line.size() >= desk.options_.most_waiting) throw_overloaded();
        line.push_back(this);
        const bool came = desk.turn_came_.wait_for(lock, desk.options_.patience, [&] {
            return desk.busy_ < desk.options_.workers && line.front() == this;
        });
        line.remove(this);
        if (came) ++desk.busy_;
        desk.turn_came_.notify_all();
        if (!came) throw_overloaded();
    }
    ~Turn() {
        {
            const std::lock_guard lock{desk_.queue_lock_};
            --desk_.busy_;
        }
        desk_.turn_came_.notify_all();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

  private:
    DrawingDesk& desk_;
};

DrawingDesk::DrawingDesk(DeskOptions options) : options_(std::move(options)) {}

DrawingDesk::~DrawingDesk() = default;

Crew& DrawingDesk::crew() {
    std::call_once(opened_, [this] {
        fs::create_directories(options_.folder);
        remove_leftovers();
        crew_ = std::make_unique<Crew>(CrewOptions{.readable = {options_.folder},
                                                   .writable = {},
                                                   .workers = options_.workers,
                                                   .program = options_.program,
                                                   .worker_arguments = options_.worker_arguments});
    });
    return *crew_;
}

void DrawingDesk::remove_leftovers() const {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator{options_.folder}) {
        const auto age = fs::file_time_type::clock::now() - entry.last_write_time(ignored);
        if (!ignored && age > kLeftover) fs::remove_all(entry.path(), ignored);
    }
}

DrawingDesk::Picture DrawingDesk::draw(const std::string& content, const picture::Rendition& rendition) {
    const auto key = key_of(content, rendition);
    if (auto kept = find(key)) return kept;
    auto& hands = crew();
    const Turn turn{*this};
    // Whoever asked for the same while this one waited has had it drawn.
    if (auto kept = find(key)) return kept;
    const Shown shown{options_.folder, rendition.path};
    auto asked = rendition;
    asked.path = shown.path().string();
    const auto picture = std::make_shared<const std::string>(hands.draw(asked));
    keep(key, picture);
    return picture;
}

std::optional<dicom::InstanceHead> DrawingDesk::read_head(std::string_view head) {
    auto& hands = crew();
    const Turn turn{*this};
    return hands.read_head(head);
}

DrawingDesk::Picture DrawingDesk::find(const std::string& key) {
    const std::lock_guard lock{cache_lock_};
    const auto place = places_.find(key);
    if (place == places_.end()) return {};
    kept_.splice(kept_.begin(), kept_, place->second);
    return place->second->picture;
}

void DrawingDesk::keep(const std::string& key, const Picture& picture) {
    if (picture->size() > options_.cache_bytes / kLargestShare) return;
    const std::lock_guard lock{cache_lock_};
    if (places_.contains(key)) return;
    kept_.push_front({key, picture});
    places_[key] = kept_.begin();
    kept_bytes_ += picture->size();
    while (kept_bytes_ > options_.cache_bytes) {
        kept_bytes_ -= kept_.back().picture->size();
        places_.erase(kept_.back().key);
        kept_.pop_back();
    }
}

}  // namespace medal::imaging::worker
