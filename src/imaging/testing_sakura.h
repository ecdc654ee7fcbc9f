// A Sakura slide for tests: one data base, as OpenSlide reads it.
#pragma once

#include "imaging/testing_slide_sets.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include <sqlite3.h>

namespace medal::imaging {

class TestSakura {
  public:
    std::uint32_t tile_px = 128;
    std::uint32_t side_px = 256;
    bool is_slide = true;

    void write(const std::filesystem::path& path) const {
        std::filesystem::remove(path);
        sqlite3* opened = nullptr;
        if (sqlite3_open(path.c_str(), &opened) != SQLITE_OK) throw std::runtime_error{"no data base"};
        const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> db{opened, &sqlite3_close};
        run(opened, "BEGIN");
        write_tables(opened);
        if (is_slide) write_slide(opened);
        write_texts(opened);
        run(opened, "COMMIT");
    }

  private:
    static void run(sqlite3* db, const std::string& text) {
        if (sqlite3_exec(db, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
            throw std::runtime_error{sqlite3_errmsg(db)};
    }

    static void put(sqlite3* db, const std::string& text, const std::string& id, const std::string& data) {
        sqlite3_stmt* made = nullptr;
        if (sqlite3_prepare_v2(db, text.c_str(), -1, &made, nullptr) != SQLITE_OK)
            throw std::runtime_error{sqlite3_errmsg(db)};
        const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement{made, &sqlite3_finalize};
        sqlite3_bind_text(made, 1, id.c_str(), -1, SQLITE_STATIC);
        sqlite3_bind_blob(made, 2, data.data(), static_cast<int>(data.size()), SQLITE_STATIC);
        if (sqlite3_step(made) != SQLITE_DONE) throw std::runtime_error{sqlite3_errmsg(db)};
    }

    static void write_tables(sqlite3* db) {
        run(db,
            "CREATE TABLE DataManagerSQLiteConfigXPO (OID INTEGER PRIMARY KEY, TableName TEXT);"
            "CREATE TABLE unique_1 (id TEXT PRIMARY KEY, data BLOB);"
            "CREATE TABLE SVSlideDataXPO (OID INTEGER PRIMARY KEY, SlideId TEXT, Date TEXT, Description "
            "TEXT, "
            "Creator TEXT, DiagnosisCode TEXT, Keywords TEXT, m_labelScan INTEGER, m_overviewScan INTEGER);"
            "CREATE TABLE SVHRScanDataXPO (OID INTEGER PRIMARY KEY, ParentSlide INTEGER, ScanId TEXT, Date "
            "TEXT, "
            "Name TEXT, Description TEXT, ResolutionMmPerPix REAL, NominalLensMagnification REAL, "
            "FocussingMethod TEXT, ThumbnailImage BLOB);"
            "CREATE TABLE SVScannedImageDataXPO (OID INTEGER PRIMARY KEY, Name TEXT, Image BLOB);");
    }

    void write_slide(sqlite3* db) const {
        run(db, "INSERT INTO DataManagerSQLiteConfigXPO VALUES (1, 'unique_1')");
        const std::string tile = "INSERT INTO unique_1 VALUES (?, ?)";
        put(db, tile, "++MagicBytes", "SVGigaPixelImage");
        put(db, tile, "++VersionBytes", "1.2");
        put(db, tile, "Header",
            little(tile_px, 4) + little(side_px, 4) + little(side_px, 4) + little(0, 4) + little(1, 4));
        constexpr std::uint32_t kTrueTile_px = 128;
        for (std::uint32_t shrink = 1; shrink <= 2; ++shrink) {
            const auto step = kTrueTile_px * shrink;
            for (std::uint32_t y = 0; y < 256; y += step) {
                for (std::uint32_t x = 0; x < 256; x += step) {
                    // The last tile of the slide is not there.
                    if (shrink == 1 && x == step && y == step) continue;
                    for (unsigned colour = 0; colour < 3; ++colour) {
                        put(db, tile, tile_id(x, y, shrink, colour),
                            soft_jpeg(kTrueTile_px, kTrueTile_px, x / 16 + y + colour * 3, 1));
                    }
                }
            }
        }
    }

    static std::string tile_id(std::uint32_t x, std::uint32_t y, std::uint32_t shrink, unsigned colour) {
        return "T;" + std::to_string(x) + "|" + std::to_string(y) + ";" + std::to_string(shrink) + ";" +
               std::to_string(colour) + ";0";
    }

    static void write_texts(sqlite3* db) {
        const std::string secret{kSetSecret};
        run(db, "INSERT INTO SVSlideDataXPO VALUES (1, '" + secret + "', '2011-05-23', 'of " + secret +
                    "', 'Dr " + secret + "', 'code " + secret + "', 'words " + secret + "', 1, 2)");
        run(db, "INSERT INTO SVHRScanDataXPO VALUES (1, 1, 'scan " + secret + "', '2011-05-23', '" + secret +
                    "', '" + secret + "', 0.00025, 20.0, 'auto', NULL)");
        for (int i = 1; i <= 2; ++i) {
            put(db, "INSERT INTO SVScannedImageDataXPO (Name, Image) VALUES (?, ?)", secret,
                soft_jpeg(48, 32, static_cast<unsigned>(i)));
        }
    }
};

}  // namespace medal::imaging
