package io.relocpy.repository;

/** Something that the user should look into, although the work goes on. Holds no secret. */
public interface Warning {
    /** What it is about: a repository or a configuration file. */
    String subject();

    /** What was found, and what happens instead; without the subject. */
    String message();
}
