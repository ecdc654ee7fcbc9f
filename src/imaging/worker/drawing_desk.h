// Pictures for viewers, drawn while they wait: a crew that stays, a bounded queue with a deadline, and the
// last pictures kept in memory. A worker sees only the file that is drawn now, by a hard link (or a copy,
// where the store lies on another disk) that is gone afterwards, and never the folder of all stored files.
#pragma once

#include "imaging/dicom/instance_head.h"
#include "imaging/picture/rendition.h"
#include "imaging/worker/crew.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace medal::imaging::worker {

struct DeskOptions {
    /// Made when it is first needed. Several processes may share it.
    std::filesystem::path folder;
    unsigned workers = 2;
    /// Beside those that are drawn.
    unsigned most_waiting = 32;
    std::chrono::milliseconds patience{10'000};
    std::size_t cache_bytes = std::size_t{64} << 20U;
    std::filesystem::path program = "/proc/self/exe";
    std::vector<std::string> worker_arguments{};
};

/// From any thread. Beside what the crew throws: Error{unavailable, "http.overloaded"} where too many wait,
/// or one waited too long.
class DrawingDesk {
  public:
    using Picture = std::shared_ptr<const std::string>;

    explicit DrawingDesk(DeskOptions options);
    ~DrawingDesk();
    DrawingDesk(const DrawingDesk&) = delete;
    DrawingDesk& operator=(const DrawingDesk&) = delete;

    /// `content` names the bytes of the file (their hash): what was drawn of it is not drawn again.
    Picture draw(const std::string& content, const picture::Rendition& rendition);

    /// Of the first bytes of a file that is being received.
    std::optional<dicom::InstanceHead> read_head(std::string_view head);

  private:
    class Turn;
    struct Kept {
        std::string key;
        Picture picture;
    };

    Crew& crew();
    Picture find(const std::string& key);
    void keep(const std::string& key, const Picture& picture);
    void remove_leftovers() const;

    DeskOptions options_;
    std::once_flag opened_;
    std::unique_ptr<Crew> crew_;

    std::mutex queue_lock_;
    std::condition_variable turn_came_;
    unsigned busy_ = 0;
    std::list<const Turn*> line_;

    std::mutex cache_lock_;
    /// The last used first.
    std::list<Kept> kept_;
    std::unordered_map<std::string, std::list<Kept>::iterator> places_;
    std::size_t kept_bytes_ = 0;
};

}  // namespace medal::imaging::worker
